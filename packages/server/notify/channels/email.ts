import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createTransport, type NodemailerError, type SMTPTransportOptions } from 'nodemailer';
import type { SettingsOf } from '@hubscope/core/wire';
import { later, refused, taken, type Answer, type Channel, type Message } from '../channel.js';
import { addressesOf, type Address } from '../http/address.js';
import { pinned, trusted } from '../http/post.js';
import { letterOf } from '../letter.js';
import { reachOf, type Tools } from '../tools.js';
import { view } from '../view.js';

type Settings = SettingsOf<'email'>;

/** A Message-ID (RFC 5322 3.6.4) that is the same for the same key, so that a mail system drops the second copy. */
export function messageId(key: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'hubscope.invalid';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

/** Connects to the first of some addresses that answers; they were looked at before. */
function connected(
  host: string,
  addresses: readonly Address[],
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal, lookup: pinned(addresses), autoSelectFamily: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function isMailError(thrown: unknown): thrown is NodemailerError {
  return thrown instanceof Error && 'code' in thrown;
}

/** What a failure of SMTP means: a message that was refused for good once it was there is at fault, all else may pass. */
function answerOf(thrown: unknown): Answer {
  if (!isMailError(thrown)) throw thrown;
  const { responseCode, response, command, message } = thrown;
  const said = response ?? message;
  const forGood = command === 'DATA' && responseCode !== undefined && responseCode >= 500;
  return (forGood ? refused : later)(responseCode ?? null, said);
}

/** E-mail over SMTP. Messages about an incident answer the first one, so that a mail program shows them as a thread. */
export function email(settings: Settings, tools: Tools): Channel {
  const { host, port, security, username, password, from, to } = settings;
  const reach = reachOf(settings, tools);

  const optionsOf = async (connection: Socket): Promise<SMTPTransportOptions> => {
    const ms = settings.timeout * 1000;
    return {
      connection,
      host,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      tls: { servername: host, minVersion: 'TLSv1.2', ...trusted(reach.ca) },
      ...(username !== null && password !== null
        ? { auth: { user: username, pass: await tools.secret(password) } }
        : {}),
      greetingTimeout: ms,
      socketTimeout: ms,
      maxResponseSize: 65_536,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
  };

  return {
    async send(message: Message, signal: AbortSignal): Promise<Answer> {
      const addresses = await addressesOf(host, reach.allowInternal, reach.resolve);
      signal.throwIfAborted();
      const socket = await connected(host, addresses, port, signal);
      const id = messageId(message.key, from);
      try {
        const { subject, text, html } = letterOf(view(message, tools.publicUrl));
        const sent = await createTransport(await optionsOf(socket)).sendMail({
          from,
          to: [...to],
          subject,
          text,
          html,
          messageId: id,
          ...(message.thread === null ? {} : { inReplyTo: message.thread, references: message.thread }),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Hubscope-Key': message.key },
        });
        const left = sent.rejected.join(', ');
        const said = `${sent.response}${left === '' ? '' : ` (not taken for ${left})`}`;
        return taken(Number(/^\d{3}/.exec(sent.response)?.[0] ?? 250), said, message.thread ?? id);
      } catch (error) {
        return answerOf(error);
      } finally {
        socket.destroy();
      }
    },
  };
}
