import { makeBufferPool } from './buffer-pool.ts';
import { makePartSender } from './part-sender.ts';

const fixture = (pool = makeBufferPool(4, 10, 1)) => {
  const parts: string[] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const sender = makePartSender(pool, async ({ bytes }) => {
    parts.push(Buffer.from(bytes).toString());
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
  });
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
    expect(pool.take().toString()).toBe('aaaa');
    expect(pool.take().toString()).not.toBe('bbbb');
  });

  it('fills no second part while another upload has the only spare, and goes on when its own part is sent', async () => {
    const pool = makeBufferPool(4, 10, 1);
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
    const pool = makeBufferPool(4, 10, 1);
    const { sender, gates } = fixture(pool);
    await sender.push(Buffer.from('aaaa'));
    gates[0]!.reject(new Error('reset'));
    await sender.settled();
    await expect(sender.push(Buffer.from('bbbb'))).rejects.toThrow('reset');
    expect(pool.claimSpare()).toBe(true);
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
