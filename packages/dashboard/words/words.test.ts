import { afterEach, describe, expect, it } from 'vitest';
import { alertWords } from './alerts.js';
import { german } from './de/index.js';
import { dayAndMonth, duration, fixed, show, showChange, showCount } from './format.js';
import { speak, spoken } from './spoken.js';
import { told } from './told.js';

const thin = '\u2009';

afterEach(() => {
  speak(null);
});

describe('the language in force', () => {
  it('is English, until another is put in force, and again after it', () => {
    const english = alertWords.title;
    speak(german);
    expect(alertWords.title).toBe(german.alerts.title);
    speak(null);
    expect(alertWords.title).toBe(english);
  });

  it('is that of parts that load later', () => {
    speak(german);
    expect(spoken('alerts', { ...alertWords, title: 'Alerts' }).title).toBe(german.alerts.title);
  });
});

describe('numbers and days', () => {
  it('are written as English has them', () => {
    expect([fixed(-1.25, 2), showCount(12_345), showChange(84.2)]).toEqual([
      '−1.25',
      '12,345',
      `+84.2${thin}%`,
    ]);
  });

  it('are written as German has them, as wide as in English', () => {
    speak(german);
    expect([fixed(-1.25, 2), showCount(12_345), showChange(-0.01)]).toEqual([
      '−1,25',
      '12.345',
      `0,0${thin}%`,
    ]);
    expect(show(1240, 'ops/s')).toEqual({ text: `1,24${thin}k`, unit: 'ops/s' });
    expect(show(0.04, 'ms').text).toBe('<0,1');
    expect([duration(3_900_000), duration(90_000_000)]).toEqual(['1 h 5 min', '1 Tag']);
  });

  it.each([
    ['en', null],
    ['de', german],
  ] as const)('agree with what the platform knows of %s', (tag, translation) => {
    speak(translation);
    const part = (type: string): string | undefined =>
      new Intl.NumberFormat(tag).formatToParts(12_345.5).find((each) => each.type === type)?.value;
    expect([told.notation.decimal, told.notation.group]).toEqual([part('decimal'), part('group')]);
    // British English puts the day first, as the page does; it alone has a September of four letters.
    const days = new Intl.DateTimeFormat(tag === 'en' ? 'en-GB' : tag, { day: 'numeric', month: 'short' });
    for (let month = 0; month < 12; month += 1) {
      const at = new Date(2026, month, 5).getTime();
      expect(dayAndMonth(at)).toBe(tag === 'en' ? days.format(at).replace('Sept', 'Sep') : days.format(at));
    }
  });
});
