'use client';
import type { MadeShareLink, ShareLink } from '@hubscope/core/wire';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { ApiFault, apiPath, ask, listOf } from '../../live/api.js';
import { serverOrigin } from '../../live/browser-world.js';
import { useLive } from '../../live/live-context.js';
import { CopyButton } from '../copy.js';
import { CloseButton, Dialog } from '../drawer.js';
import { useAsked } from '../use-asked.js';
import { shareWords as words } from '../../words/shares.js';

/** How long a link may be made for, s. */
const spans = [
  [3600, 'hour'],
  [86_400, 'day'],
  [604_800, 'week'],
  [2_592_000, 'month'],
] as const;
const usualSpan = 604_800;

const linksOf = (body: unknown): readonly ShareLink[] => listOf<ShareLink>(body, 'id', 'name');

/** The address of a link that was just made; null where the answer is none. */
function addressOf(body: unknown): string | null {
  const made = body as MadeShareLink | null;
  return typeof made?.path === 'string' ? new URL(made.path, serverOrigin()).href : null;
}

function Row({ link, onGone }: { readonly link: ShareLink; readonly onGone: () => void }): ReactNode {
  const [fault, setFault] = useState<string | null>(null);
  const revoke = async (): Promise<void> => {
    try {
      await ask(apiPath(`/shares/${encodeURIComponent(link.id)}`), { method: 'DELETE' });
      onGone();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.notTakenBack);
    }
  };
  return (
    <li className="silence" data-testid="share-link">
      <div>
        <p className="rule-name">{link.name}</p>
        <p className="rule-words">
          {words.about(
            link.hubs?.join(', ') ?? words.everyHub,
            new Date(link.expires_at).toLocaleString(),
            link.created_by,
          )}
        </p>
        {fault !== null && <p className="fault">{fault}</p>}
      </div>
      <button
        type="button"
        className="button"
        onClick={() => {
          void revoke();
        }}
      >
        {words.takeBack}
      </button>
    </li>
  );
}

/** Links by which others look, without a name and until they end: makes them, lists them, takes them back. */
export default function ShareLinks(): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const links = useAsked(apiPath('/shares'), linksOf);
  const [address, setAddress] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = {
      name: form.get('name'),
      hubs: form.get('hub') === '' ? null : [form.get('hub')],
      expires_in: Number(form.get('span')),
    };
    setFault(null);
    try {
      setAddress(addressOf(await ask(apiPath('/shares'), { method: 'POST', body })));
      links.again();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.notMade);
    }
  };
  return (
    <Dialog label={words.title} look="sheet-dialog">
      <header className="drawer-head">
        <h2>{words.title}</h2>
        <CloseButton />
      </header>
      <form
        className="share-form"
        data-testid="share-links"
        onSubmit={(event) => {
          void submit(event);
        }}
      >
        <label htmlFor="share-name">{words.forWhom}</label>
        <input id="share-name" name="name" autoComplete="off" maxLength={100} required autoFocus />
        <label htmlFor="share-hub">{words.shows}</label>
        <select id="share-hub" name="hub" defaultValue={hub ?? ''}>
          {hub !== null && <option value={hub}>{hub}</option>}
          <option value="">{words.everyHub}</option>
        </select>
        <label htmlFor="share-span">{words.lasts}</label>
        <select id="share-span" name="span" defaultValue={usualSpan}>
          {spans.map(([seconds, span]) => (
            <option key={seconds} value={seconds}>
              {words.spans[span]}
            </option>
          ))}
        </select>
        <button type="submit" className="button">
          {words.make}
        </button>
      </form>
      {address !== null && (
        <p className="share-made">
          <input readOnly aria-label={words.address} data-testid="share-address" value={address} />
          <CopyButton text={address} what={words.address} />
          <span className="hint">{words.once}</span>
        </p>
      )}
      {(fault ?? links.fault) !== null && (
        <p className="fault pad" role="alert">
          {fault ?? links.fault}
        </p>
      )}
      <ul className="rules">
        {(links.value ?? []).map((link) => (
          <Row key={link.id} link={link} onGone={links.again} />
        ))}
      </ul>
    </Dialog>
  );
}
