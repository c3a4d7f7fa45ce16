import { jest } from '@jest/globals';
import { makeLogger } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { lazyChildLogger } from './lazy-child-logger.ts';

const setUp = () => {
  const lines: string[] = [];
  const log = makeLogger({ service: 'x', level: 'info' }, { write: (line) => void lines.push(line) });
  const child = jest.spyOn(log, 'child');
  const logger = lazyChildLogger.call({} as FastifyInstance, log, { reqId: 'r-1' }, {}, {} as never);
  return { lines, child, logger };
};

it('makes the logger of a request when it first writes a line, and once', () => {
  const { lines, child, logger } = setUp();
  expect(child).not.toHaveBeenCalled();
  logger.warn({ event: 'a' }, 'one');
  logger.error({ event: 'b' }, 'two');
  expect(child).toHaveBeenCalledTimes(1);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 'warn', reqId: 'r-1', event: 'a' },
    { level: 'error', reqId: 'r-1', event: 'b' },
  ]);
});

it('makes none for a line below the level', () => {
  const { lines, child, logger } = setUp();
  logger.debug({ event: 'a' }, 'starting multipart parsing');
  expect([child.mock.calls.length, lines]).toEqual([0, []]);
});
