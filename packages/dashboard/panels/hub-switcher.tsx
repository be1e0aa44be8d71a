'use client';
import type { HubStatus } from '@hubscope/core/wire';
import { useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { addressOfHub } from '../live/address.js';
import { useLive } from '../live/live-context.js';
import { usePlaces } from '../time/use-place.js';
import { Chevron } from './icons.js';
import { Sheet, usePopover } from './popover.js';
import { commonWords } from '../words/common.js';
import { pageWords as words } from '../words/page.js';

function details({ version, instances }: HubStatus): string {
  const parts = [
    ...(version === null ? [] : [/^\d/.test(version) ? `v${version}` : version]),
    ...(instances > 0 ? [words.instances(instances)] : []),
  ];
  return parts.join(' · ');
}

function StateDot({ state }: { readonly state: HubStatus['state'] | null }): ReactNode {
  return (
    <>
      <i className="dot" data-state={state ?? 'waiting'} />
      {state !== null && <span className="only-read">{commonWords.hubStates[state]}</span>}
    </>
  );
}

/** Which hub is shown, and the way to another: each is a link of its own. */
export function HubSwitcher(): ReactNode {
  const places = usePlaces();
  const hubs = useLive(({ replica }) => replica.hubs);
  const status = useLive(({ replica }) => replica.view?.status ?? null);
  const name = useLive(({ replica, asked }) => replica.view?.name ?? asked);
  const { open, root, button, toggle, show, close } = usePopover();
  const list = useRef<HTMLUListElement>(null);
  const opensWithKey = useRef(false);

  const choose = (event: MouseEvent<HTMLAnchorElement>, hub: string): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    places.go({ hub, component: null, view: 'hub' });
    close();
    button.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined || links.length === 0) return;
    event.preventDefault();
    links[(to + links.length) % links.length]?.focus();
  };
  const onButtonKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    opensWithKey.current = true;
    show();
    list.current?.querySelector('a')?.focus();
  };
  useLayoutEffect(() => {
    if (open && opensWithKey.current) list.current?.querySelector('a')?.focus();
    opensWithKey.current = false;
  }, [open]);

  return (
    <div className="hub-switcher" ref={root}>
      <button
        type="button"
        className="hub-button"
        ref={button}
        aria-expanded={open}
        aria-controls="hub-list"
        data-testid="hub-switcher"
        onClick={toggle}
        onKeyDown={onButtonKey}
      >
        <StateDot state={status?.state ?? null} />
        <span className="hub-name" data-testid="hub-name">
          {name ?? words.noHub}
        </span>
        {status !== null && <small>{details(status)}</small>}
        <Chevron />
      </button>
      {open && (
        <Sheet label={words.hubs}>
          <ul className="hub-list" id="hub-list" ref={list} onKeyDown={onKey}>
            {(hubs ?? []).map((hub) => (
              <li key={hub.name}>
                <a
                  href={addressOfHub(hub.name)}
                  aria-current={hub.name === name ? 'page' : undefined}
                  onClick={(event) => {
                    choose(event, hub.name);
                  }}
                >
                  <StateDot state={hub.state} />
                  <span className="hub-name">{hub.name}</span>
                  <small>{hub.state === 'live' ? details(hub) : commonWords.hubStates[hub.state]}</small>
                </a>
              </li>
            ))}
            {(hubs === null || hubs.length === 0) && <li className="none">{words.noneReported}</li>}
          </ul>
        </Sheet>
      )}
    </div>
  );
}
