import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { readChunks } from './read-chunks.ts';

const CHUNK = Buffer.alloc(65_536, 1);

/** A body that its client still sends, and its reader. */
const setUp = () => {
  const body = new PassThrough({ highWaterMark: 10 * CHUNK.length });
  const aborter = new AbortController();
  return { body, abort: (error: Error) => aborter.abort(error), chunks: readChunks(body, aborter.signal) };
};

describe('readChunks', () => {
  it('gives each chunk as it came, without a copy', async () => {
    const { body, chunks } = setUp();
    const sent = [Buffer.from('a'), Buffer.from('bc'), Buffer.from('d')];
    for (const chunk of sent) body.write(chunk);
    body.end();
    const given: Uint8Array[] = [];
    for await (const chunk of chunks) given.push(chunk);
    expect(given.map((chunk, at) => chunk === sent[at])).toEqual([true, true, true]);
  });

  it('pauses the client while its reader is slow, and resumes it', async () => {
    const { body, chunks } = setUp();
    for (let count = 0; count < 6; count += 1) body.write(CHUNK);
    await chunks.next();
    await turn();
    expect(body.isPaused()).toBe(true);
    expect(body.readableLength).toBeGreaterThan(0);
    body.end();
    let restBytes = 0;
    for await (const { length } of chunks) restBytes += length;
    expect(restBytes).toBe(5 * CHUNK.length);
  });

  it('throws what broke the body off, behind the chunks that came', async () => {
    const { body, chunks } = setUp();
    body.write(CHUNK);
    expect((await chunks.next()).value).toHaveLength(CHUNK.length);
    const next = chunks.next();
    body.destroy(new Error('reset'));
    await expect(next).rejects.toMatchObject({ code: 'UPLOAD_BROKEN_OFF', cause: { message: 'reset' } });
  });

  it.each([
    ['is closed before its end', undefined],
    ['failed', new Error('reset')],
  ])('throws for a body that %s before it is read', async (_, error) => {
    const { body, chunks } = setUp();
    body.on('error', () => undefined).destroy(error);
    await turn();
    await expect(chunks.next()).rejects.toMatchObject({ code: 'UPLOAD_BROKEN_OFF' });
  });

  it('throws the reason of an abort at once, while it waits and before chunks that wait', async () => {
    const waiting = setUp();
    const next = waiting.chunks.next();
    await turn();
    waiting.abort(new Error('too slow'));
    await expect(next).rejects.toThrow('too slow');

    const { body, abort, chunks } = setUp();
    body.write(CHUNK);
    body.write(CHUNK);
    await chunks.next();
    abort(new Error('too slow'));
    body.emit('data', CHUNK);
    await expect(chunks.next()).rejects.toThrow('too slow');
  });

  it('throws the reason of an abort after the end, if chunks still wait', async () => {
    const { body, abort, chunks } = setUp();
    body.write(CHUNK);
    body.write(CHUNK);
    body.end();
    await chunks.next();
    await turn();
    abort(new Error('too slow'));
    await expect(chunks.next()).rejects.toThrow('too slow');
  });

  it('pauses a client that cuts its body into single bytes', async () => {
    const { body, chunks } = setUp();
    for (let count = 0; count < 1_000; count += 1) body.write(Buffer.from('a'));
    await chunks.next();
    await turn();
    expect([body.isPaused(), body.readableLength > 0]).toEqual([true, true]);
    body.end();
    let restBytes = 0;
    for await (const { length } of chunks) restBytes += length;
    expect(restBytes).toBe(999);
  });

  it('leaves a body open whose reader stops midway, and listens no more', async () => {
    const { body, chunks } = setUp();
    body.write(CHUNK);
    for await (const _ of chunks) break;
    expect([body.destroyed, body.isPaused(), body.listenerCount('data')]).toEqual([false, true, 0]);
  });
});
