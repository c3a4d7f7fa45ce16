import { z } from 'zod';
import { readMessage } from './read-message.ts';

const Greeting = z.object({ version: z.string(), text: z.string() });
const read = (body: string) => readMessage(Greeting, '2.3', body);
const body = (over: object): string => JSON.stringify({ version: '2.3', text: 'hola', ...over });

describe('readMessage', () => {
  it('reads a message of its own version', () => {
    expect(read(body({}))).toEqual({ kind: 'message', message: { version: '2.3', text: 'hola' } });
  });

  it.each(['2.0', '2.4', '2.999', '1.9', '0.1'])('reads version %s: same major, or older', (version) => {
    expect(read(body({ version }))).toMatchObject({ kind: 'message', message: { version } });
  });

  it.each(['3.0', '10.0', '3', '3.0.1'])('keeps version %s for a service that knows it', (version) => {
    expect(read(body({ version }))).toEqual({ kind: 'newer', version });
  });

  it('recognises a newer version even if no other field is known', () => {
    expect(read(JSON.stringify({ version: '3.0', body: [] }))).toEqual({ kind: 'newer', version: '3.0' });
  });

  it('ignores fields that it does not know', () => {
    expect(read(body({ version: '2.9', mood: 'good' }))).toEqual({
      kind: 'message',
      message: { version: '2.9', text: 'hola' },
    });
  });

  it.each(['', 'hola', '{', 'undefined', '{"version":"2.3"'])('finds no JSON in %j', (garbage) => {
    expect(read(garbage)).toEqual({ kind: 'unreadable', reason: 'the body is no JSON' });
  });

  it.each(['null', '42', '"text"', '[]', '[{"version":"9.0"}]', '{}'])('cannot read %s', (json) => {
    expect(read(json).kind).toBe('unreadable');
  });

  it('says which field is wrong', () => {
    const answer = read(body({ text: 7 }));
    expect(answer).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining('at text') });
  });
});
