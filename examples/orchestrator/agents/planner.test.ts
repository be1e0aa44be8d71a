import { describe, expect, it } from 'vitest';
import { plan } from './planner.js';

describe('the planner', () => {
  it.each([
    ['What is said of Hooks and Reply?', ['Hooks', 'Reply']],
    ['How does Hooks relate to Reply?', ['Hooks', 'Reply']],
    ['Explain options.transform', ['options.transform']],
    ['Where do "Hooks" or Reply matter?', ['"Hooks"', 'Reply']],
  ])('looks in "%s" for %j', (question, queries) => {
    expect(plan(question)).toEqual(queries);
  });

  it('leaves nothing empty', () => {
    expect(plan('What is said of  and Reply?')).not.toContain('');
  });
});
