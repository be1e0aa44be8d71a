import type { Alert } from '@hubscope/core/wire';
import type { Wishes } from './wishes.js';
import { attentionWords } from '../../words/attention.js';

/** Tones: frequency (Hz), beginning and length (s). A critical alert falls, a warning is one tone. */
const tones = {
  critical: [
    [880, 0, 0.16],
    [660, 0.2, 0.24],
  ],
  warning: [[660, 0, 0.2]],
} as const;
const loudness = 0.12;

let audio: AudioContext | null = null;

function chime(severity: keyof typeof tones): void {
  // One context a page: browsers allow only some, and let none sound before the page was clicked.
  audio ??= new AudioContext();
  const context = audio;
  void context.resume();
  for (const [frequency, after, length] of tones[severity]) {
    const begin = context.currentTime + after;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(loudness, begin + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, begin + length);
    const tone = new OscillatorNode(context, { type: 'sine', frequency });
    tone.connect(gain).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + length);
  }
}

function show({ id, threshold, hub, message }: Alert): void {
  const shown = new Notification(attentionWords.on(threshold.name, hub), {
    body: message,
    // A second tab on the same hub replaces it.
    tag: id,
    icon: `/dashboard/icon-${threshold.severity === 'critical' ? 'critical' : 'warning'}.svg`,
  });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}

/** Makes alerts heard as they are wished for: a notification each, three at most, and one sound for all of them. */
export function raise(alerts: readonly Alert[], { notification, sound }: Wishes): void {
  if (notification && Notification.permission === 'granted')
    for (const each of alerts.slice(0, 3)) show(each);
  if (!sound) return;
  chime(alerts.some(({ threshold }) => threshold.severity === 'critical') ? 'critical' : 'warning');
}
