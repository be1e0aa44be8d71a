import { z } from 'zod';
import type { SettingsOf } from '@hubscope/core/wire';
import { later, refused, taken, type Answer, type Channel, type Message } from '../channel.js';
import { answerOf, post } from '../http/post.js';
import { reachOf, type Tools } from '../tools.js';
import { lineOf, view, type EventView, type View } from '../view.js';

type Settings = SettingsOf<'slack'>;

/** Events that are shown; of the others their number is. Slack takes 50 blocks. */
const maxShown = 20;
/** Slack takes 3,000 characters a text and 150 a header. */
const maxText = 2900;
const maxHeader = 150;

/** What Slack's methods answer, with status 200 for errors too. */
const methodAnswer = z.object({ ok: z.boolean(), error: z.string().optional(), ts: z.string().optional() });

/** Errors of chat.postMessage that the message itself causes. */
const faults: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'no_text',
]);

/** Slack's control characters (docs.slack.dev, "Formatting message text"): nothing from outside may call somebody or hide a link. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const marks: Readonly<Record<string, string>> = {
  critical: ':red_circle:',
  warning: ':large_orange_circle:',
  info: ':large_blue_circle:',
};

function markOf({ kind, severity }: { readonly kind: string; readonly severity: string }): string {
  return kind === 'resolved' ? ':large_green_circle:' : (marks[severity] ?? '');
}

function section(text: string): object {
  return { type: 'section', text: { type: 'mrkdwn', text: text.slice(0, maxText) } };
}

function shown(event: EventView, alone: boolean): object {
  const words = plain(alone ? event.message : lineOf(event));
  const link = event.link === null ? '' : `  <${event.link}|Open>`;
  return section(`${alone ? '' : `${markOf(event)} `}${words}${link}`);
}

/** A message in Slack's blocks. */
function blocksOf(seen: View): object[] {
  const alone = seen.events.length === 1;
  const header = `${markOf(seen)} ${seen.title}`.slice(0, maxHeader);
  const context = [`hub ${seen.hub}`, ...(alone ? seen.events.map(({ signal }) => signal) : [])];
  const rest = seen.events.length - maxShown;
  return [
    { type: 'header', text: { type: 'plain_text', text: header, emoji: true } },
    ...seen.events.slice(0, maxShown).map((event) => shown(event, alone)),
    ...(rest > 0 ? [section(`and ${String(rest)} more`)] : []),
    {
      type: 'context',
      elements: [{ type: 'plain_text', text: context.join(' · ').slice(0, maxText), emoji: false }],
    },
  ];
}

function bodyOf(message: Message, tools: Tools): { text: string; blocks: object[] } {
  const seen = view(message, tools.publicUrl);
  return { text: plain(`${seen.title}: ${seen.text}`).slice(0, maxText), blocks: blocksOf(seen) };
}

/** What a method's answer means. */
function methodAnswerOf(answer: Answer): Answer {
  if (!answer.ok) return answer;
  let parsed: z.infer<typeof methodAnswer>;
  try {
    parsed = methodAnswer.parse(JSON.parse(answer.said));
  } catch {
    return later(answer.status, `this is not Slack's answer: ${answer.said}`);
  }
  if (parsed.ok) return taken(answer.status, answer.said, parsed.ts ?? null);
  return (faults.has(parsed.error ?? '') ? refused : later)(answer.status, answer.said);
}

/** Slack: by a bot token, where an incident's messages form a thread; else by an incoming webhook. */
export function slack(settings: Settings, tools: Tools): Channel {
  const { bot_token: token, channel, webhook } = settings;
  const reach = reachOf(settings, tools);
  const byBot = token !== null && channel !== null;
  return {
    async send(message, signal) {
      const body = bodyOf(message, tools);
      const now = tools.clock.now();
      const headers = { 'idempotency-key': message.key };
      if (!byBot) {
        if (webhook === null) throw new Error('neither webhook nor bot_token is set');
        const url = await tools.secret(webhook);
        return answerOf(await post(url, headers, JSON.stringify(body), reach, signal), now);
      }
      const asked = {
        channel,
        ...body,
        unfurl_links: false,
        // What a receiver can tell a second copy by.
        metadata: { event_type: 'hubscope_notification', event_payload: { id: message.key } },
        ...(message.thread === null ? {} : { thread_ts: message.thread }),
      };
      const reply = await post(
        `${settings.api_url.replace(/\/+$/, '')}/chat.postMessage`,
        {
          ...headers,
          authorization: `Bearer ${await tools.secret(token)}`,
          'content-type': 'application/json; charset=utf-8',
        },
        JSON.stringify(asked),
        reach,
        signal,
      );
      return methodAnswerOf(answerOf(reply, now));
    },
  };
}
