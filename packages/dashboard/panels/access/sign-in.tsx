'use client';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { ApiFault, apiPath, ask } from '../../live/api.js';

/** The part of the address that holds the link for the first admin. */
const firstLink = 'first';

/** Goes where the address led, now that the server knows who is there. */
function enter(): void {
  const address = new URL(window.location.href);
  address.searchParams.delete(firstLink);
  window.location.replace(address);
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** Asks who is there; with the link that the server printed, makes the first admin. */
export default function SignIn(): ReactNode {
  const [link] = useState(() => new URLSearchParams(window.location.search).get(firstLink));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
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
      setFault(error instanceof ApiFault ? error.message : 'The server could not be reached.');
      setBusy(false);
    }
  };
  return (
    <main className="sign-in" data-testid="sign-in">
      <h1>{link === null ? 'Sign in' : 'Make the first admin'}</h1>
      <p className="lead">
        {link === null
          ? 'This server shows its hubs to people it knows.'
          : 'Choose the name and the password by which you sign in from now on. The link is good once.'}
      </p>
      <form
        className="panel"
        onSubmit={(event) => {
          void submit(event);
        }}
      >
        <label htmlFor="sign-in-name">Name</label>
        <input id="sign-in-name" name="name" autoComplete="username" maxLength={100} required autoFocus />
        <label htmlFor="sign-in-password">Password</label>
        <input
          id="sign-in-password"
          name="password"
          type="password"
          autoComplete={link === null ? 'current-password' : 'new-password'}
          minLength={link === null ? 1 : 10}
          maxLength={200}
          required
        />
        {link !== null && <p className="hint">Ten characters at least.</p>}
        {fault !== null && (
          <p className="fault" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" className="button" disabled={busy}>
          {link === null ? 'Sign in' : 'Make and sign in'}
        </button>
      </form>
    </main>
  );
}
