import type { Message } from '@aws-sdk/client-sqs';
import { type Disposition, DomainError } from '@recordings/fault';
import type { MessageSettler } from './settle-message.ts';
import { type HandleMessage, makeWorkMessage, type SettledSample } from './work-message.ts';

class GoneError extends DomainError {
  readonly code = 'GONE';
  readonly fault = 'permanent';
}

class BrokenSetupError extends DomainError {
  readonly code = 'BROKEN_SETUP';
  readonly fault = 'configuration';
}

const MESSAGE: Message = { MessageId: 'm', Body: '{}', ReceiptHandle: 'r' };
const never = (): AbortSignal => new AbortController().signal;

const fixture = (handle: HandleMessage, fakes: Partial<MessageSettler> = {}) => {
  const settled: Disposition[] = [];
  const samples: SettledSample[] = [];
  const lines: { level: string; fields: object }[] = [];
  const work = makeWorkMessage({
    queue: 'downloads',
    handle,
    visibilityTimeoutS: 60,
    extendEveryMs: 20_000,
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
  return { work, settled, samples, lines };
};

describe('makeWorkMessage', () => {
  it('settles a message as its handler says, and logs nothing', async () => {
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

  it('gives a message back at once whose handler was told to stop', async () => {
    const { work, settled, lines } = fixture((_, { reason }) => Promise.reject(reason as Error));
    await work(MESSAGE, AbortSignal.abort());
    expect(settled).toEqual([{ kind: 'retry', delayS: 0 }]);
    expect(lines).toEqual([]);
  });

  it('tells when a message could not be settled, and does not throw', async () => {
    const { work, samples, lines } = fixture(async () => ({ kind: 'ack' }), {
      settle: () => Promise.reject(new Error('SQS is away')),
    });
    await work(MESSAGE, never());
    expect(samples).toMatchObject([{ outcome: 'unsettled' }]);
    expect(lines).toMatchObject([{ level: 'error', fields: { event: 'message_unsettled' } }]);
  });
});
