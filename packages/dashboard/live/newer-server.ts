'use client';
import { useEffect } from 'react';
import { useLiveHidden } from './live-context.js';

/** Under this the tab remembers for which versions it was loaded anew, and how far down it was, CSS px. */
const key = 'hubscope.renewed';
/** Who types or has a drawer open is not interrupted: it is looked at again so often, ms. */
const againMs = 2000;

/** More versions than this are not remembered: the oldest goes. */
const mostVersions = 10;

/** What a tab keeps: the versions that it was loaded anew for, and where it was. */
export interface Renewed {
  readonly versions: readonly string[];
  readonly top: number;
}

export function renewedOf(text: string | null): Renewed | null {
  const [, top, versions] = /^(\d{1,7}) (.{1,100}(?:\n.{1,100})*)$/.exec(text ?? '') ?? [];
  return top === undefined || versions === undefined
    ? null
    : { versions: versions.split('\n'), top: Number(top) };
}

/** As {@link renewedOf} reads it. */
export function textOfRenewed({ versions, top }: Renewed): string {
  return `${String(Math.round(top))} ${versions.slice(-mostVersions).join('\n')}`;
}

/**
 * Whether the page is to be loaded anew: it is another version's, and was not loaded for this one already, which two servers behind one
 * address would make it do for ever.
 * @param own the version of the server that the page came from
 */
export function isOutdated(own: string | null, server: string | null, renewed: Renewed | null): boolean {
  return own !== null && server !== null && server !== own && renewed?.versions.includes(server) !== true;
}

function busy(): boolean {
  const { activeElement } = document;
  const types = activeElement !== null && /^(?:INPUT|TEXTAREA|SELECT)$/.test(activeElement.tagName);
  return !document.hidden && (types || document.querySelector('dialog[open]') !== null);
}

function read(): Renewed | null {
  return renewedOf(window.sessionStorage.getItem(key));
}

/** The first server's version that this page has heard of: it came from that one. */
let own: string | null = null;

/** Loads the page anew, once, when its server has become another version; what it looks at stands in the address. */
export function useNewerServer(): void {
  const server = useLiveHidden(({ replica }) => replica.version);
  useEffect(() => {
    if (server === null) return;
    own ??= server;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      try {
        const before = read();
        if (!isOutdated(own, server, before)) return;
        if (busy()) {
          timer = setTimeout(look, againMs);
          return;
        }
        const versions = [...(before?.versions ?? []), server];
        window.sessionStorage.setItem(key, textOfRenewed({ versions, top: window.scrollY }));
        window.location.reload();
      } catch {
        // Without storage it can't be told from the time before: better an older page than one that reloads for ever.
      }
    };
    look();
    return () => {
      clearTimeout(timer);
    };
  }, [server]);
}

/** Goes back to how far down the page was before it was loaded anew, once what it shows is there. */
export function useSamePlace(there: boolean): void {
  useEffect(() => {
    if (!there) return;
    try {
      const renewed = read();
      if (renewed === null || renewed.top === 0) return;
      window.sessionStorage.setItem(key, textOfRenewed({ ...renewed, top: 0 }));
      // The rest of the page is mounted by steps, each after a frame.
      const timer = setTimeout(() => {
        window.scrollTo(0, renewed.top);
      }, 300);
      return () => {
        clearTimeout(timer);
      };
    } catch {
      return;
    }
  }, [there]);
}
