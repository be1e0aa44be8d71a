import { describe, expect, it } from 'vitest';
import { LoadBoard } from './load-board.js';

describe('the load board', () => {
  it('names the worker with the least to do, seen alike by all who share its memory', () => {
    const board = LoadBoard.for(3);
    const other = new LoadBoard(board.memory);
    board.given(0, 4);
    board.given(1, 1);
    board.given(2, 2);
    expect(other.idlest()).toBe(1);
    other.given(1, 3);
    other.done(0, 4);
    expect(board.idlest()).toBe(0);
  });

  it('spreads evenly when work goes to the idlest, whatever the sizes', () => {
    const board = LoadBoard.for(4);
    const given = [0, 0, 0, 0];
    for (let piece = 0; piece < 400; piece += 1) {
      const size = 1 + (piece % 5);
      const worker = board.idlest();
      board.given(worker, size);
      given[worker] = (given[worker] ?? 0) + size;
    }
    expect(Math.max(...given) - Math.min(...given)).toBeLessThanOrEqual(5);
  });

  it('gives a topic always the same owner, and topics different ones', () => {
    const board = LoadBoard.for(2);
    const owners = Array.from({ length: 50 }, (_, number) => board.ownerOf(`topic ${String(number)}`));
    expect(owners).toEqual(
      Array.from({ length: 50 }, (_, number) => board.ownerOf(`topic ${String(number)}`)),
    );
    expect(new Set(owners)).toEqual(new Set([0, 1]));
  });
});
