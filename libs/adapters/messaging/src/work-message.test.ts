import type { Message } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import { type Disposition, DomainError } from '@recordings/fault';
import type { MessageSettler } from './settle-message.ts';
import { type HandleMessage, makeWorkMessage, type SettledSample } from './work-message.ts';
import { makeWorkPause } from './work-pause.ts';

class GoneError extends DomainError {
  readonly code = 'GONE';
  readonly fault = 'permanent';
}

class BrokenSetupError extends DomainError {
  readonly code = 'BROKEN_SETUP';
  readonly fault = 'configuration';
}

class GroupRefusedError extends DomainError {
  readonly code = 'GROUP_REFUSED';
  readonly fault = 'configuration';
}

const MESSAGE: Message = { MessageId: 'm', Body: '{}', ReceiptHandle: 'r' };
const never = (): AbortSignal => new AbortController().signal;

const fixture = (handle: HandleMessage, fakes: Partial<MessageSettler> = {}) => {
  const settled: Disposition[] = [];
  const samples: SettledSample[] = [];
  const lines: { level: string; fields: object }[] = [];
  const paused: string[] = [];
  const workPause = makeWorkPause(({ code }) => paused.push(code));
  const work = makeWorkMessage({
    queue: 'downloads',
    handle,
    visibilityTimeoutS: 60,
    extendEveryMs: 20_000,
    maxReceives: 5,
    workPause,
    isOurSetUp: (fault) => !(fault instanceof GroupRefusedError),
    settler: {
      hide: async () => undefined,
      settle: async (_, disposition) => {
        settled.push(disposition);
      },
      ...fakes,
    },
    log: {
      warn: (fields) => lines.push({ level: 'warn', fields }),
      error: (fields) => lines.push({ level: 'error', fields }),
    },
    onSettled: (sample) => samples.push(sample),
  });
  return { work, settled, samples, lines, paused, workPause };
};

describe('makeWorkMessage', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('dead-letters a message that was not settled by its last receive, and does not handle it', async () => {
    const handle = jest.fn<HandleMessage>();
    const { work, settled, lines } = fixture(handle);
    await work({ ...MESSAGE, Attributes: { ApproximateReceiveCount: '6' } }, never());
    expect(handle).not.toHaveBeenCalled();
    expect(settled).toEqual([
      { kind: 'dead-letter', reason: 'CONSUMERS_DIED', detail: expect.stringContaining('received 6 times') },
    ]);
    expect(lines).toMatchObject([
      { level: 'warn', fields: { event: 'message_dead_lettered', reason: 'CONSUMERS_DIED' } },
    ]);
  });

  it('settles a message as its handler says, without a log line', async () => {
    const { work, settled, samples, lines } = fixture(async () => ({ kind: 'retry', delayS: 7 }));
    await work(MESSAGE, never());
    expect(settled).toEqual([{ kind: 'retry', delayS: 7 }]);
    expect(samples).toMatchObject([{ queue: 'downloads', outcome: 'retry' }]);
    expect(lines).toEqual([]);
  });

  it.each([
    [new GoneError('x'), 'dead-letter', 'error'],
    [new BrokenSetupError('x'), 'postpone', 'error'],
    [new Error('x'), 'retry', 'warn'],
  ])('turns a thrown %p into %s', async (error, outcome, level) => {
    const { work, samples, lines } = fixture(() => Promise.reject(error));
    await work(MESSAGE, never());
    expect(samples).toMatchObject([{ outcome }]);
    expect(lines).toMatchObject([{ level, fields: { event: 'message_failed', messageId: 'm' } }]);
  });

  it('gives a message back at once if the stop aborted its handler', async () => {
    const { work, settled, lines } = fixture((_, { reason }) => Promise.reject(reason as Error));
    await work(MESSAGE, AbortSignal.abort());
    expect(settled).toEqual([{ kind: 'retry', delayS: 0 }]);
    expect(lines).toEqual([]);
  });

  it('logs a message that its handler sends to the DLQ', async () => {
    const { work, settled, lines } = fixture(async () => ({ kind: 'dead-letter', reason: 'UNREADABLE' }));
    await work(MESSAGE, never());
    expect(settled).toEqual([{ kind: 'dead-letter', reason: 'UNREADABLE' }]);
    expect(lines).toMatchObject([
      { level: 'warn', fields: { event: 'message_dead_lettered', messageId: 'm', reason: 'UNREADABLE' } },
    ]);
  });

  it('extends the invisibility while the handler runs, and settles after the extension under way', async () => {
    jest.useFakeTimers();
    const handled = Promise.withResolvers<void>();
    const extended = Promise.withResolvers<void>();
    const hidden: number[] = [];
    const { work, settled } = fixture(
      async () => {
        await handled.promise;
        return { kind: 'ack' };
      },
      {
        hide: (_, seconds) => {
          hidden.push(seconds);
          return extended.promise;
        },
      },
    );
    const working = work(MESSAGE, never());
    await jest.advanceTimersByTimeAsync(19_999);
    expect(hidden).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(hidden).toEqual([60]);

    handled.resolve();
    await jest.advanceTimersByTimeAsync(10);
    expect(settled).toEqual([]);
    extended.resolve();
    await working;
    expect(settled).toEqual([{ kind: 'ack' }]);
    await jest.advanceTimersByTimeAsync(100_000);
    expect(hidden).toEqual([60]);
  });

  it('reports when a message could not be settled, and does not throw', async () => {
    const { work, samples, lines } = fixture(async () => ({ kind: 'ack' }), {
      settle: () => Promise.reject(new Error('SQS is away')),
    });
    await work(MESSAGE, never());
    expect(samples).toMatchObject([{ outcome: 'unsettled' }]);
    expect(lines).toMatchObject([{ level: 'error', fields: { event: 'message_unsettled' } }]);
  });
});

describe('a fault of the configuration', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('pauses the consumer, and the next message that is handled ends that', async () => {
    const results = [Promise.reject(new BrokenSetupError('x')), Promise.resolve({ kind: 'ack' } as const)];
    const { work, paused, workPause } = fixture(() => results.shift()!);
    await work(MESSAGE, never());
    expect(paused).toEqual(['BROKEN_SETUP']);
    expect(workPause.reason()).toContain('BROKEN_SETUP');
    await work(MESSAGE, never());
    expect(workPause.reason()).toBeUndefined();
  });

  it('of one group only does not pause the consumer, and postpones its message', async () => {
    const { work, paused, samples } = fixture(() => Promise.reject(new GroupRefusedError('401')));
    await work(MESSAGE, never());
    expect([paused, samples.map(({ outcome }) => outcome)]).toEqual([[], ['postpone']]);
  });

  it('keeps a message hidden while SQS refuses to settle it, and settles it once SQS does not', async () => {
    const hidden: number[] = [];
    let refusals = 4;
    const { work, samples, paused } = fixture(async () => ({ kind: 'ack' }), {
      hide: async (_, seconds) => void hidden.push(seconds),
      settle: async () => {
        refusals -= 1;
        if (refusals >= 0) throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      },
    });
    const working = work(MESSAGE, never());
    await jest.advanceTimersByTimeAsync(155_000);
    expect(samples).toEqual([]);
    await jest.advanceTimersByTimeAsync(1_000);
    await working;
    expect(samples).toMatchObject([{ outcome: 'ack' }]);
    expect(paused).toEqual(['QUEUE_UNUSABLE', 'QUEUE_UNUSABLE', 'QUEUE_UNUSABLE', 'QUEUE_UNUSABLE']);
    // Every 20 s of the waits of 1, 5, 30 and 120 s.
    expect(hidden).toEqual(Array(6).fill(60));
  });

  it('gives a message up that SQS refuses to settle while the service stops', async () => {
    const stopping = new AbortController();
    const { work, samples } = fixture(async () => ({ kind: 'ack' }), {
      settle: () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
    });
    const working = work(MESSAGE, stopping.signal);
    await jest.advanceTimersByTimeAsync(10_000);
    stopping.abort();
    await jest.advanceTimersByTimeAsync(0);
    await working;
    expect(samples).toMatchObject([{ outcome: 'unsettled' }]);
  });
});

describe('the last allowed receive of a message', () => {
  const received = (count: number): Message => ({
    ...MESSAGE,
    Attributes: { ApproximateReceiveCount: String(count) },
  });

  it('sends it to the DLQ with the last error, before SQS moves it without a reason', async () => {
    const { work, settled, lines } = fixture(() => Promise.reject(new Error('odd')));
    await work(received(4), never());
    await work(received(5), never());
    const detail = 'received 5 times; the last error was UNEXPECTED: odd';
    expect(settled).toEqual([
      { kind: 'retry' },
      { kind: 'dead-letter', reason: 'RECEIVES_EXHAUSTED', detail },
    ]);
    expect(lines.at(-1)?.fields).toMatchObject({ event: 'message_dead_lettered', receiveCount: 5, detail });
  });

  it('sends it to the DLQ if its handler asks for another receive', async () => {
    const { work, settled } = fixture(async () => ({ kind: 'retry' }));
    await work(received(5), never());
    expect(settled).toMatchObject([{ kind: 'dead-letter', detail: 'received 5 times' }]);
  });

  it.each(['ack', 'postpone'] as const)('settles it with %s as its handler says', async (kind) => {
    const { work, settled } = fixture(async () => ({ kind }));
    await work(received(5), never());
    expect(settled).toEqual([{ kind }]);
  });

  it('sends it anew if the service stops', async () => {
    const stopping = new AbortController();
    const { work, settled } = fixture(async () => {
      stopping.abort();
      throw new Error('aborted');
    });
    await work(received(5), stopping.signal);
    expect(settled).toEqual([{ kind: 'postpone', delayS: 0 }]);
  });
});
