'use client';
import { useEffect, useState, type ReactNode, type SubmitEvent } from 'react';
import { ApiFault, apiPath, ask } from '../../live/api.js';
import { commonWords } from '../../words/common.js';
import { signInWords as words } from '../../words/sign-in.js';
import { faultPart, providerFault, ProviderLink } from './provider.js';

/** The part of the address that holds the link for the first admin. */
const firstLink = 'first';

/** Goes where the address led, now that the server knows who is there. */
function enter(): void {
  const address = new URL(window.location.href);
  address.searchParams.delete(firstLink);
  address.searchParams.delete(faultPart);
  address.hash = '';
  // An address that differs by its fragment alone would load nothing.
  window.history.replaceState(null, '', address);
  window.location.reload();
}

/** The secret of a share link, which stands in the fragment, since that is sent to no server; null where there is none. */
function sharedBy(): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get('share');
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** Asks who is there; with the link that the server printed, makes the first admin. */
export default function SignIn(): ReactNode {
  const [link] = useState(() => new URLSearchParams(window.location.search).get(firstLink));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState(providerFault);
  useEffect(() => {
    const share = sharedBy();
    if (share === null) return;
    ask(apiPath('/session/share'), { method: 'POST', body: { link: share } }).then(
      enter,
      (error: unknown) => {
        setFault(error instanceof ApiFault ? error.message : commonWords.unreachable);
      },
    );
  }, []);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const who = { name: text(form, 'name'), password: text(form, 'password') };
    setBusy(true);
    setFault(null);
    try {
      await ask(apiPath(link === null ? '/session' : '/session/first'), {
        method: 'POST',
        body: link === null ? who : { ...who, link },
      });
      enter();
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : commonWords.unreachable);
      setBusy(false);
    }
  };
  return (
    <main className="sign-in" data-testid="sign-in">
      <h1>{link === null ? words.signIn : words.first}</h1>
      <p className="lead">{link === null ? words.known : words.choose}</p>
      {link === null && <ProviderLink />}
      <form
        className="panel"
        onSubmit={(event) => {
          void submit(event);
        }}
      >
        <label htmlFor="sign-in-name">{words.name}</label>
        <input id="sign-in-name" name="name" autoComplete="username" maxLength={100} required autoFocus />
        <label htmlFor="sign-in-password">{words.password}</label>
        <input
          id="sign-in-password"
          name="password"
          type="password"
          autoComplete={link === null ? 'current-password' : 'new-password'}
          minLength={link === null ? 1 : 10}
          maxLength={200}
          required
        />
        {link !== null && <p className="hint">{words.atLeast}</p>}
        {fault !== null && (
          <p className="fault" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" className="button" disabled={busy}>
          {link === null ? words.signIn : words.make}
        </button>
      </form>
    </main>
  );
}
