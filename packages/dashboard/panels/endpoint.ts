'use client';
import { useSyncExternalStore } from 'react';
import { serverOrigin } from '../live/browser-world.js';
import { useLive } from '../live/live-context.js';

/** OTLP's own port, shown until the server has said which one it uses. */
const usualPort = 4318;

function host(): string {
  return new URL(serverOrigin()).hostname;
}

const never = (): (() => void) => () => undefined;

/** Where clients send OTLP over HTTP: the machine that serves this page, at the port that it tells. */
export function useEndpoint(): string {
  const name = useSyncExternalStore(never, host, () => 'localhost');
  const port = useLive(({ replica }) => replica.otlpHttpPort) ?? usualPort;
  const tls = useLive(({ replica }) => replica.otlpHttpTls);
  return `${tls ? 'https' : 'http'}://${name}:${String(port)}`;
}
