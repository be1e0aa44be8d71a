import type { Json } from './template.js';
import type { View } from './view.js';

/** What templates see beside the message itself: a colour as a number (RGB), and ntfy's priority (1 to 5). */
export function hintsOf({ kind, severity }: View): { readonly colour: number; readonly priority: number } {
  if (kind === 'resolved') return { colour: 0x57f287, priority: 3 };
  if (severity === 'critical') return { colour: 0xed4245, priority: 5 };
  return severity === 'warning' ? { colour: 0xfee75c, priority: 4 } : { colour: 0x5865f2, priority: 3 };
}

/** What services take that are no Hubscope of their own: templates as a user would write them. */
export const formats: Readonly<Record<'teams' | 'discord' | 'ntfy', Json>> = {
  // An Adaptive Card in the envelope that the Workflows app of Microsoft Teams takes.
  teams: {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            {
              type: 'TextBlock',
              size: 'Medium',
              weight: 'Bolder',
              wrap: true,
              color:
                '{% if kind == "resolved" %}good{% elsif severity == "critical" %}attention{% elsif severity == "warning" %}warning{% else %}default{% endif %}',
              text: '{{ title | markdown }}',
            },
            { type: 'TextBlock', wrap: true, text: '{{ text | markdown }}' },
            {
              type: 'TextBlock',
              wrap: true,
              isSubtle: true,
              text: '{% if link %}[Open Hubscope]({{ link }}){% else %}Hubscope{% endif %}',
            },
          ],
        },
      },
    ],
  },
  // Execute Webhook of Discord; nobody is called by a name that telemetry holds.
  discord: {
    username: 'Hubscope',
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: '{{ title | markdown | slice: 0, 250 }}',
        description: '{{ text | markdown | slice: 0, 4000 }}',
        color: '{{ colour }}',
        footer: { text: '{% if link %}{{ link }}{% else %}Hubscope{% endif %}' },
      },
    ],
  },
  // ntfy's JSON form, posted to the server's root; `topic` is put in from the address.
  ntfy: {
    title: '{{ title }}',
    message: '{{ text | slice: 0, 3500 }}',
    priority: '{{ priority }}',
    tags: [
      '{% if kind == "resolved" %}white_check_mark{% elsif severity == "critical" %}rotating_light{% else %}warning{% endif %}',
    ],
    click: '{{ link }}',
  },
};
