import { createHmac } from 'node:crypto';
import type { SettingsOf } from '@hubscope/core/wire';
import type { Channel, Message } from '../channel.js';
import { formats, hintsOf } from '../formats.js';
import { answerOf, post } from '../http/post.js';
import { fill, type Json } from '../template.js';
import { reachOf, type Tools } from '../tools.js';
import { view } from '../view.js';

type Settings = SettingsOf<'webhook'>;

/**
 * The signature of Standard Webhooks (standardwebhooks.com, 1.0.0): HMAC-SHA256 over id, time and body. A receiver refuses what is older
 * than some minutes and an id that it has seen: so nobody can send a message again.
 * @param secret a text, or base64 after `whsec_`
 * @param seconds since the epoch
 */
export function signatureOf(secret: string, id: string, seconds: number, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  return `v1,${createHmac('sha256', key)
    .update(`${id}.${String(seconds)}.${body}`)
    .digest('base64')}`;
}

/** The topic is the last part of the address: ntfy takes JSON at its root. */
function ntfyOf(url: string, content: Json): { url: string; content: Json } {
  const address = new URL(url);
  const parts = address.pathname.split('/').filter((part) => part !== '');
  const topic = decodeURIComponent(parts.pop() ?? '');
  address.pathname = `/${parts.join('/')}`;
  const fields = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  // An address to click on may be left out, not empty.
  const told = fields.filter(([field, value]) => field !== 'click' || value !== '');
  return { url: address.href, content: { topic, ...(Object.fromEntries(told) as Record<string, Json>) } };
}

/** Posts JSON to an address: in Hubscope's own form, or in one that another service takes. */
export function webhook(settings: Settings, tools: Tools): Channel {
  const { format, template } = settings;
  const shape = template ?? (format === 'json' ? null : formats[format]);
  const contentOf = (message: Message): unknown => {
    const seen = view(message, tools.publicUrl);
    return shape === null ? seen : fill(shape, { ...seen, ...hintsOf(seen) });
  };
  const addressOf = async (): Promise<string> => {
    const { url } = settings;
    return typeof url === 'string' && /^https?:/i.test(url) ? url : tools.secret(url);
  };
  return {
    async send(message, signal) {
      let url = await addressOf();
      let content = contentOf(message);
      if (template === null && format === 'ntfy') ({ url, content } = ntfyOf(url, content as Json));
      const body = JSON.stringify(content);
      const now = tools.clock.now();
      const seconds = Math.floor(now / 1000);
      const headers: Record<string, string> = {
        'idempotency-key': message.key,
        'webhook-id': message.key,
        'webhook-timestamp': String(seconds),
      };
      if (settings.secret !== null) {
        const secret = await tools.secret(settings.secret);
        headers['webhook-signature'] = signatureOf(secret, message.key, seconds, body);
      }
      if (settings.authorization !== null)
        headers['authorization'] = await tools.secret(settings.authorization);
      return answerOf(await post(url, headers, body, reachOf(settings, tools), signal), now);
    },
  };
}
