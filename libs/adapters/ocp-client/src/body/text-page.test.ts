import { wavOf } from '@recordings/test-kit';
import { judgeStart } from './text-page.ts';

const WAV = wavOf(2_000);
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('judgeStart', () => {
  it.each([
    ['text/plain', latin1('Service temporarily unavailable')],
    ['text/plain; charset=utf-8', Buffer.from('Grabación no disponible: inténtelo más tarde')],
    ['text/plain', latin1('Grabaci\xf3n no disponible')],
    ['application/xml', latin1('<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>')],
    ['application/octet-stream', latin1('{"message":"try again later"}')],
    ['audio/wav', latin1('upstream request timeout')],
    [undefined, latin1('\r\nno healthy upstream\n')],
    ['text/plain', Buffer.from('\ufeffno healthy upstream', 'utf16le')],
    ['Text/HTML; charset=utf-8', Buffer.from([0, 1, 2])],
    ['application/problem+json', Buffer.alloc(0)],
  ])('finds a page or a message in an answer of type %s: %s', (type, bytes) => {
    expect(judgeStart(type, bytes, true)).toBe('page');
  });

  it.each(['text/plain', 'text/html', 'application/json', 'application/xml', 'audio/wav', undefined])(
    'takes a WAV and an MP3 for a recording, though their type is %s',
    (type) => {
      expect(judgeStart(type, WAV, true)).toBe('recording');
      expect(judgeStart(type, latin1('ID3\x04\x00\x00\x00\x00\x00\x00'), true)).toBe('recording');
      expect(judgeStart(type, Buffer.from([0xff, 0xfb, 0x90, 0x64]), true)).toBe('recording');
      expect(judgeStart(type, latin1('RIFF'), true)).toBe('recording');
    },
  );

  it.each([
    ['no bytes', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(600)],
    ['samples without a header', WAV.subarray(44)],
    ['another format', latin1('OggS\x00\x02')],
  ])('leaves %s to the reader, who judges them', (_, bytes) => {
    expect(judgeStart('text/plain', bytes, true)).toBe('recording');
  });

  it('asks for more bytes while they are few, or all are a short text', () => {
    expect(judgeStart('audio/wav', WAV.subarray(0, 4), false)).toBeUndefined();
    expect(judgeStart('text/plain', Buffer.alloc(60_000, 'wait '), false)).toBeUndefined();
    expect(judgeStart('audio/wav', WAV, false)).toBe('recording');
    expect(judgeStart('text/html', Buffer.alloc(600, '<br>'), false)).toBe('page');
  });

  it('leaves long text to the reader, because it may be an encoded recording', () => {
    const encoded = Buffer.from(wavOf(60_000).toString('base64'));
    expect(judgeStart('text/plain', encoded, true)).toBe('recording');
  });
});
