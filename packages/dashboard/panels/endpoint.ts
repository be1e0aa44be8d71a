'use client';
import { useSyncExternalStore } from 'react';
import { serverOrigin } from '../live/browser-world.js';

const otlpHttpPort = 4318;

function endpoint(): string {
  return `http://${new URL(serverOrigin()).hostname}:${String(otlpHttpPort)}`;
}

const never = (): (() => void) => () => undefined;

/** Where clients send OTLP over HTTP: the machine that serves this page, at OTLP's own port. */
export function useEndpoint(): string {
  return useSyncExternalStore(never, endpoint, () => `http://localhost:${String(otlpHttpPort)}`);
}
