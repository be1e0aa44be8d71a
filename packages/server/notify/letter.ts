import { html } from './template.js';
import { lineOf, type View } from './view.js';

/** A message as a letter. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Events that are listed; of the others their number is. */
const maxListed = 100;

const colours: Readonly<Record<string, string>> = {
  critical: '#b42318',
  warning: '#b54708',
  info: '#175cd3',
};

// One column, no image, no style sheet and letters of 16 px: readable on a phone, and in a mail program that takes styles out.
const page = html.parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{{ title }}</title></head>
<body style="margin:0;padding:16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,sans-serif">
<div style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 12px;padding-left:12px;font-size:20px;line-height:1.3;border-left:4px solid {{ colour }}">{{ title }}</h1>
{% for event in listed %}<div style="margin:0 0 12px;padding:12px;border:1px solid #d0d5dd;border-radius:8px">
{% if count > 1 %}<strong>{{ event.state_word }}: {{ event.rule }}</strong><br>{% endif -%}
<span style="font-size:18px">{{ event.message }}</span>
<div style="margin-top:6px;color:#667085;font-size:14px">{{ event.hub }}{% if event.component %} · {{ event.component }}{% endif %} · {{ event.signal }} · fired {{ event.fired }}{% if event.resolved %} · resolved {{ event.resolved }}{% endif %}{% if event.acknowledged_by %} · acknowledged by {{ event.acknowledged_by }}{% endif %}</div>
{% if event.link %}<div style="margin-top:8px"><a href="{{ event.link }}" style="color:#175cd3">Open the incident</a></div>{% endif -%}
</div>
{% endfor %}{% if more > 0 %}<p>and {{ more }} more</p>
{% endif %}{% if link %}<p><a href="{{ link }}" style="color:#175cd3">Open Hubscope</a></p>
{% endif %}<p style="color:#667085;font-size:13px">Hubscope. Times are UTC.</p>
</div></body></html>
`);

/** `2026-01-31 12:00:05 UTC`. */
function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A message as a letter in HTML and in plain text. */
export function letterOf(seen: View): Letter {
  const alone = seen.events.length === 1;
  const listed = seen.events.slice(0, maxListed).map((event) => ({
    ...event,
    state_word:
      event.kind === 'resolved'
        ? 'Resolved'
        : `${event.severity.charAt(0).toUpperCase()}${event.severity.slice(1)}`,
    fired: time(event.fired_at),
    resolved: event.resolved_at === null ? null : time(event.resolved_at),
  }));
  const more = seen.events.length - listed.length;
  const colour = seen.kind === 'resolved' ? '#067647' : (colours[seen.severity] ?? '#175cd3');
  const lines = listed.flatMap((event) => [
    alone ? event.message : lineOf(event),
    `  ${event.signal}, fired ${event.fired}${event.resolved === null ? '' : `, resolved ${event.resolved}`}`,
    ...(event.link === null ? [] : [`  ${event.link}`]),
  ]);
  const ending = [
    ...(more > 0 ? [`and ${String(more)} more`] : []),
    ...(seen.link === null ? [] : ['', seen.link]),
  ];
  return {
    subject: seen.title.replace(/\s+/g, ' ').slice(0, 200),
    text: [seen.title, '', ...lines, ...ending, ''].join('\n'),
    html: String(html.renderSync(page, { ...seen, listed, more, colour })),
  };
}
