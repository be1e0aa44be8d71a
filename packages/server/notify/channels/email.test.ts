import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelSettings } from '@hubscope/core/wire';
import { MailServer, type Mail } from '../testing/mail-server.js';
import { certificate, type Certificate } from '../testing/receiver.js';
import { happening, local } from '../testing/scene.js';
import { message, send } from '../testing/try.js';
import { messageId } from './email.js';

let own: Certificate;
const open: MailServer[] = [];

beforeAll(async () => {
  own = await certificate();
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function server(...[options]: [ConstructorParameters<typeof MailServer>[1]?]): Promise<MailServer> {
  const made = await new MailServer(own, options).open();
  open.push(made);
  return made;
}

function mailbox({ port }: MailServer, more: object = {}): ChannelSettings {
  return local({
    type: 'email',
    host: 'localhost',
    port,
    from: 'Hubscope <hub@example.org>',
    to: ['on-call@example.org'],
    ca: own.cert,
    ...more,
  });
}

/** A header of a letter, unfolded. */
function header({ raw }: Mail, name: string): string | undefined {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1];
}

describe('e-mail', () => {
  it('goes over STARTTLS with a password, and says what the server said', async () => {
    const to = await server();
    const settings = mailbox(to, { username: 'hub', password: 'env:MAIL' });
    const answer = await send(settings, message(), { MAIL: 'pa55word' });
    expect(answer).toMatchObject({
      ok: true,
      status: 250,
      said: expect.stringContaining('taken as 1A2B') as string,
    });
    expect(to.got).toMatchObject([{ secure: true, user: 'hub' }]);
  });

  it('has HTML and plain text, with nothing from outside as markup', async () => {
    const to = await server();
    await send(mailbox(to), message(happening({ message: '<script>182 ms</script>' })));
    const [mail] = to.got;
    expect(mail?.raw).toContain('Content-Type: text/plain');
    expect(mail?.raw).toContain('Content-Type: text/html');
    expect(mail?.raw).toContain('&lt;script&gt;182 ms&lt;/script&gt;');
    expect(mail?.raw.match(/<script>/g)).toHaveLength(1); // in the plain text
    expect(mail?.raw).toContain('width=3Ddevice-width');
  });

  it('has a Message-ID made of the key, and answers the first letter about an incident', async () => {
    const to = await server();
    const first = await send(mailbox(to));
    const id = messageId('i1/fired', 'Hubscope <hub@example.org>');
    expect(first).toMatchObject({ ok: true, thread: id });
    const resolved = message(happening({ kind: 'resolved' }));
    await send(mailbox(to), { ...resolved, thread: id });
    const [one, two] = to.got;
    if (one === undefined || two === undefined) throw new Error('there are not two letters');
    expect(header(one, 'Message-ID')).toBe(id);
    expect(header(two, 'Message-ID')).not.toBe(id);
    expect(header(two, 'In-Reply-To')).toBe(id);
    expect(header(two, 'References')).toBe(id);
    expect(header(two, 'Subject')).toBe('Resolved: High Latency on shop');
    expect(header(two, 'Auto-Submitted')).toBe('auto-generated');
  });

  it('is sent again with the same Message-ID where the connection breaks after DATA', async () => {
    const to = await server();
    to.dropAfterData = 1;
    expect(await send(mailbox(to))).toMatchObject({ ok: false, again: true });
    expect(await send(mailbox(to))).toMatchObject({ ok: true });
    expect(to.got.map((mail) => header(mail, 'Message-ID'))).toEqual([
      messageId('i1/fired', 'Hubscope <hub@example.org>'),
    ]);
  });

  it('sends nothing in clear to a server without STARTTLS', async () => {
    const to = await server({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(await send(mailbox(to))).toMatchObject({ ok: false, again: true });
    expect(to.got).toEqual([]);
  });

  it('sends nothing to a server that is not the one it is called', async () => {
    const to = await server();
    expect(await send(mailbox(to, { ca: null }))).toMatchObject({ ok: false, again: true });
    expect(to.got).toEqual([]);
  });

  it('waits for a right password, and does not tell the wrong one', async () => {
    const to = await server();
    const settings = mailbox(to, { username: 'hub', password: 'env:MAIL' });
    const answer = await send(settings, message(), { MAIL: 'wr0ng-one' });
    expect(answer).toMatchObject({ ok: false, again: true, status: 535 });
    expect(answer.said).not.toContain('wr0ng-one');
  });

  it('gives up a letter that is refused for good, and waits where it is refused for now', async () => {
    const to = await server();
    to.refusal = { code: 554, words: 'no such letters here' };
    expect(await send(mailbox(to))).toMatchObject({ ok: false, again: false, status: 554 });
    to.refusal = { code: 451, words: 'later' };
    expect(await send(mailbox(to))).toMatchObject({ ok: false, again: true, status: 451 });
  });

  it('waits no longer than it may for a server that says nothing', async () => {
    const to = await server({ onConnect: () => undefined });
    expect(await send(mailbox(to, { timeout: 0.3 }))).toMatchObject({
      ok: false,
      again: true,
      said: 'no answer within 0.3 s',
    });
  });

  it('is refused an internal address unless that is allowed', async () => {
    const to = await server();
    const answer = await send(mailbox(to, { allow_internal: false }));
    expect(answer.said).toContain('127.0.0.1, an internal address');
    expect(to.got).toEqual([]);
  });

  it('makes of a name with a line break no header', async () => {
    const to = await server();
    await send(mailbox(to), message(happening({ name: 'x\r\nBcc: evil@example.org' })));
    const [mail] = to.got;
    expect(mail === undefined ? 'no letter' : header(mail, 'Bcc')).toBeUndefined();
  });
});
