'use client';
import { useId, useState, type ReactNode } from 'react';
import { useLive } from '../../live/live-context.js';
import { Chevron } from '../icons.js';
import { shortest } from './new-baseline.js';
import { useSwitches, type Switches } from './use-switches.js';
import { duration } from '../../words/format.js';
import { impactWords as words } from '../../words/impact.js';

/** Each switch with what it does. */
function SwitchList({
  switches: { list, turning, fault, turn },
  able,
}: {
  readonly switches: Switches;
  readonly able: boolean;
}): ReactNode {
  return (
    <>
      <ul className="switches">
        {list.map(({ name, words: about, on }) => (
          <li key={name}>
            <button
              type="button"
              role="switch"
              aria-checked={on}
              data-testid={`switch-${name}`}
              disabled={!able || turning !== null}
              onClick={() => {
                void turn(name, !on);
              }}
            >
              <span className="track" aria-hidden="true" />
              <span>
                {name}
                <small>{about}</small>
              </span>
              <span className="state">{on ? words.on : words.off}</span>
            </button>
          </li>
        ))}
      </ul>
      {fault !== null && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

/**
 * What a first visit finds beside the sample hub: its optimizations, to be switched on and watched. A hub without switches shows what
 * stands in their place.
 */
export function SwitchOffer({ otherwise }: { readonly otherwise: ReactNode }): ReactNode {
  const switches = useSwitches();
  const first = useLive(({ replica }) => replica.view?.status?.first_second ?? null);
  const last = useLive(({ replica }) => replica.view?.status?.last_second ?? null);
  const connected = useLive(({ link }) => link.phase === 'connected');
  if (switches.list.length === 0) return otherwise;
  const wait = first === null || last === null ? shortest : Math.max(0, shortest - (last + 1 - first));
  return (
    <div className="switch-offer" data-testid="switch-offer">
      <p>
        <b>{words.switchOn}</b> {wait > 0 ? words.switchSoon(duration(wait * 1000)) : words.switchNow}
      </p>
      <SwitchList switches={switches} able={connected && wait === 0} />
    </div>
  );
}

/** The same below a verdict, folded: the next optimization to try. */
export function MoreSwitches(): ReactNode {
  const switches = useSwitches();
  const connected = useLive(({ link }) => link.phase === 'connected');
  const [open, setOpen] = useState(false);
  const id = useId();
  if (switches.list.length === 0) return null;
  const on = switches.list.filter((each) => each.on).length;
  return (
    <div className="more-switches">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        data-testid="more-switches"
        onClick={() => {
          setOpen(!open);
        }}
      >
        <span>{words.switches(on, switches.list.length)}</span>
        <Chevron />
      </button>
      <div id={id} hidden={!open}>
        {open && <SwitchList switches={switches} able={connected} />}
      </div>
    </div>
  );
}
