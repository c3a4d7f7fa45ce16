import { type BufferPool, type BufferPoolLimits, makeBufferPool } from './buffer-pool.ts';
import { makePartSender } from './part-sender.ts';

const makePool = (limits: Partial<BufferPoolLimits> = {}): BufferPool =>
  makeBufferPool({ sizeBytes: 4, maxFree: 10, spares: 1, ...limits });
const never = new AbortController().signal;

const fixture = (pool = makePool(), signal = never) => {
  const parts: string[] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const send = async ({ bytes }: { readonly bytes: Uint8Array }): Promise<void> => {
    parts.push(Buffer.from(bytes).toString());
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
  };
  const sender = makePartSender(pool, send, signal);
  return { sender, parts, gates, pool };
};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('makePartSender', () => {
  it('sends one part at a time, and waits while the next one is full', async () => {
    const { sender, parts, gates } = fixture();
    await sender.push(Buffer.from('aaaabbb'));
    expect(parts).toEqual(['aaaa']);
    let isTaken = false;
    const pushing = sender.push(Buffer.from('bcc')).then(() => {
      isTaken = true;
    });
    await turn();
    expect([isTaken, parts]).toEqual([false, ['aaaa']]);
    gates[0]!.resolve();
    await pushing;
    expect(parts).toEqual(['aaaa', 'bbbb']);
    gates[1]!.resolve();
    const ending = sender.end();
    await turn();
    expect(parts).toEqual(['aaaa', 'bbbb', 'cc']);
    gates[2]!.resolve();
    await ending;
  });

  it('does not end before its last part is sent, and sends no empty part after a full one', async () => {
    const { sender, parts, gates } = fixture();
    await sender.push(Buffer.from('aaaa'));
    let hasEnded = false;
    const ending = sender.end().then(() => {
      hasEnded = true;
    });
    await turn();
    expect(hasEnded).toBe(false);
    gates[0]!.resolve();
    await ending;
    expect(parts).toEqual(['aaaa']);
  });

  it('gives the memory of a sent part back, and not that of a failed one', async () => {
    const { sender, gates, pool } = fixture();
    await sender.push(Buffer.from('aaaabbbb').subarray(0, 4));
    gates[0]!.resolve();
    await sender.push(Buffer.from('bbbb'));
    gates[1]!.reject(new Error('reset'));
    await sender.settled();
    expect((await pool.take(never)).toString()).toBe('aaaa');
    expect((await pool.take(never)).toString()).not.toBe('bbbb');
  });

  it('fills no second part while another upload has the only spare, and goes on when its own part is sent', async () => {
    const pool = makePool();
    const [first, second] = [fixture(pool), fixture(pool)];
    await first.sender.push(Buffer.from('aaaab'));
    await second.sender.push(Buffer.from('cccc'));
    let isTaken = false;
    const pushing = second.sender.push(Buffer.from('dddd')).then(() => {
      isTaken = true;
    });
    await turn();
    expect(isTaken).toBe(false);
    second.gates[0]!.resolve();
    await pushing;
    expect(second.parts).toEqual(['cccc', 'dddd']);
    first.gates[0]!.resolve();
    await first.sender.settled();
    expect(pool.claimSpare()).toBe(true);
    expect(pool.claimSpare()).toBe(false);
  });

  it('throws the error of its part to a push that waits for it, and returns the spare', async () => {
    const pool = makePool();
    const { sender, gates } = fixture(pool);
    await sender.push(Buffer.from('aaaa'));
    gates[0]!.reject(new Error('reset'));
    await sender.settled();
    await expect(sender.push(Buffer.from('bbbb'))).rejects.toThrow('reset');
    expect(pool.claimSpare()).toBe(true);
  });

  it('holds at most the allowed parts, however many uploads there are, and sends all bytes of each', async () => {
    let most = 0;
    const pool = makePool({ maxInUse: 3 });
    let inUse = 0;
    const counted: BufferPool = {
      ...pool,
      take: async (signal) => {
        const buffer = await pool.take(signal);
        inUse += 1;
        most = Math.max(most, inUse);
        return buffer;
      },
      give: (buffer) => {
        inUse -= 1;
        pool.give(buffer);
      },
    };
    const sent = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const letter = String.fromCharCode(97 + at);
        const parts: string[] = [];
        const sender = makePartSender(
          counted,
          async ({ bytes }) => {
            parts.push(Buffer.from(bytes).toString());
            await turn();
          },
          never,
        );
        for (let pushed = 0; pushed < 5; pushed += 1) await sender.push(Buffer.from(letter.repeat(3)));
        await sender.end();
        return parts.join('') === letter.repeat(15);
      }),
    );
    expect(sent).toEqual(Array(20).fill(true));
    expect([most, inUse]).toEqual([3, 0]);
  });

  it('waits while other uploads use all memory, until one of them gives its part back', async () => {
    const pool = makePool({ maxInUse: 1 });
    const [first, second] = [fixture(pool), fixture(pool)];
    await first.sender.push(Buffer.from('aa'));
    let isTaken = false;
    const pushing = second.sender.push(Buffer.from('bbbb')).then(() => {
      isTaken = true;
    });
    await turn();
    expect(isTaken).toBe(false);
    first.sender.discard();
    await pushing;
    expect([first.parts, second.parts]).toEqual([[], ['bbbb']]);
  });

  it('lets others use the place of a part that failed', async () => {
    const pool = makePool({ maxInUse: 1 });
    const [first, second] = [fixture(pool), fixture(pool)];
    await first.sender.push(Buffer.from('aaaa'));
    const pushing = second.sender.push(Buffer.from('bbbb'));
    first.gates[0]!.reject(new Error('reset'));
    await pushing;
    expect(second.parts).toEqual(['bbbb']);
  });

  it('throws the reason of its signal while it waits for memory, and leaves the others in their turn', async () => {
    const pool = makePool({ maxInUse: 1 });
    const stop = new AbortController();
    const [first, second, third] = [fixture(pool), fixture(pool, stop.signal), fixture(pool)];
    await first.sender.push(Buffer.from('aaaa'));
    const pushing = second.sender.push(Buffer.from('bb'));
    const next = third.sender.push(Buffer.from('cccc'));
    stop.abort(new Error('stopped'));
    await expect(pushing).rejects.toThrow('stopped');
    second.sender.discard();
    first.gates[0]!.resolve();
    await next;
    expect(third.parts).toEqual(['cccc']);
  });

  it('sends one empty part if there are no bytes', async () => {
    const { sender, parts, gates } = fixture();
    const ending = sender.end();
    await turn();
    gates[0]!.resolve();
    await ending;
    expect(parts).toEqual(['']);
  });

  it('throws the error of an earlier part, and is settled after it', async () => {
    const { sender, gates } = fixture();
    await sender.push(Buffer.from('aaaa'));
    let isSettled = false;
    const settling = sender.settled().then(() => {
      isSettled = true;
    });
    await turn();
    expect(isSettled).toBe(false);
    gates[0]!.reject(new Error('reset'));
    await settling;
    await expect(sender.push(Buffer.from('bbbb'))).rejects.toThrow('reset');
    await expect(sender.end()).rejects.toThrow('reset');
  });
});

describe('a part that stalls', () => {
  const fixtureWith = () => {
    const elapsed: (() => void)[] = [];
    let nowMs = 0;
    const startTimer = (_: number, onElapsed: () => void) => {
      elapsed.push(onElapsed);
      return () => undefined;
    };
    const pool = makePool({ maxInUse: 1, stall: { afterMs: 60, now: () => nowMs, startTimer } });
    const sent: string[] = [];
    const senderOf = (gate = Promise.resolve()) => {
      const stop = new AbortController();
      const send = async ({ bytes }: { readonly bytes: Uint8Array }): Promise<void> => {
        sent.push(Buffer.from(bytes).toString());
        await gate;
      };
      const sender = makePartSender(pool, send, stop.signal, (reason) => stop.abort(reason));
      return { ...sender, signal: stop.signal };
    };
    const elapse = (): void => {
      nowMs += 60;
      elapsed.shift()?.();
    };
    return { senderOf, elapse, sent };
  };

  it('ends its own upload by a retryable fault, and lets the next one go on', async () => {
    const { senderOf, elapse, sent } = fixtureWith();
    const [slow, next] = [senderOf(), senderOf()];
    await slow.push(Buffer.from('a'));
    const pushing = next.push(Buffer.from('bbbb'));
    await turn();
    elapse();
    await pushing;
    await next.end();
    expect(slow.signal.reason).toMatchObject({ code: 'STORAGE_PART_STALLED', fault: 'retryable' });
    expect([sent, next.signal.aborted]).toEqual([['bbbb'], false]);
  });

  it('is not one that is full and waits until S3 has taken it', async () => {
    const { senderOf, elapse } = fixtureWith();
    const gate = Promise.withResolvers<void>();
    const [full, next] = [senderOf(gate.promise), senderOf()];
    await full.push(Buffer.from('aaaa'));
    const pushing = next.push(Buffer.from('b'));
    await turn();
    elapse();
    expect(full.signal.aborted).toBe(false);
    gate.resolve();
    await pushing;
  });
});
