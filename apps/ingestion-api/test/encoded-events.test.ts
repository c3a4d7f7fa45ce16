import { readFile } from 'node:fs/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { cdrEnd, cdrStart } from './call-events.ts';
import { counts, recorded } from './event-counts.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

describe('POST /v1/events, in the encodings and types that people send', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ MAX_EVENTS_BYTES: '1000000' });
  });
  afterAll(() => api.stop());

  it('records events that are compressed', async () => {
    const body = gzipSync(JSON.stringify([cdrStart('gz'), cdrEnd('gz')]));
    expect(
      await counts(await api.postEvents(body, 'application/json', { 'content-encoding': 'gzip' })),
    ).toEqual(recorded(2));
    expect((await api.call('gz'))?.hasCdrEnd).toBe(true);
  });

  it.each([
    ['gzip', 'gzip', gzipSync],
    ['deflate', 'deflate', deflateSync],
    ['deflate without its header', 'deflate', deflateRawSync],
    ['brotli', 'br', brotliCompressSync],
  ])('records events that are compressed by %s', async (name, encoding, compress) => {
    const callId = `by ${name}`;
    const body = new Uint8Array(compress(JSON.stringify(cdrEnd(callId))));
    const response = await api.postEvents(body, 'application/json', { 'content-encoding': encoding });
    expect(await counts(response)).toEqual(recorded(1));
    expect(await api.call(callId)).toMatchObject({ hasCdrEnd: true });
  });

  it('decodes the reported case of a compressed array before it judges the events', async () => {
    const reported = new URL('../../../fixtures/cases/events.json.gz', import.meta.url);
    const body = new Uint8Array(await readFile(reported));
    const response = await api.postEvents(body, 'application/json', { 'content-encoding': 'gzip' });
    // Its group is not of this registry.
    expect(await counts(response)).toEqual(recorded(1));
    expect(await api.call('gz-ev', 'unknown:acme')).toMatchObject({ hasCdrEnd: true, durationMs: 60_000 });
  });

  it.each([
    ['utf-16', Buffer.from('\uFEFF', 'utf16le')],
    ['utf-16le', Buffer.alloc(0)],
  ])('records events in the charset %s', async (charset, mark) => {
    const text = Buffer.from(JSON.stringify({ ...cdrEnd(charset), exitStatus: 'Señor 通' }), 'utf16le');
    const body = new Uint8Array(Buffer.concat([mark, text]));
    const response = await api.postEvents(body, `application/json; charset=${charset}`);
    expect(await counts(response)).toEqual(recorded(1));
    expect(await api.call(charset)).toMatchObject({ exitStatus: 'Señor 通' });
  });

  it.each(['text/json', 'application/cloudevents+json; charset=utf-8', 'application/jsonl', ''])(
    'records events of the type "%s"',
    async (type) => {
      const callId = `of ${type.replaceAll('/', ' ')}`;
      const body = new Uint8Array(Buffer.from(JSON.stringify(cdrEnd(callId))));
      const headers = { ...(type !== '' && { 'content-type': type }) };
      const response = await api.send('/v1/events', { method: 'POST', headers, body });
      expect(await counts(response)).toEqual(recorded(1));
      expect(await api.call(callId)).toMatchObject({ hasCdrEnd: true });
    },
  );

  it('records events in another charset', async () => {
    const body = Buffer.from(JSON.stringify({ ...cdrEnd('latin'), exitStatus: 'Señor' }), 'latin1');
    await api.postEvents(body, 'application/json; charset=iso-8859-1');
    expect(await api.call('latin')).toMatchObject({ exitStatus: 'Señor' });
  });

  it.each([
    [415, 'EVENTS_UNDECODABLE', 'zstd', Buffer.from('[]')],
    [415, 'EVENTS_UNDECODABLE', 'gzip', Buffer.from('[]')],
    [413, 'EVENTS_TOO_LARGE', 'gzip', gzipSync(Buffer.alloc(2_000_000, ' '))],
  ])('answers %i %s to a body that it cannot decode as %s', async (status, code, encoding, body) => {
    const response = await api.postEvents(body, 'application/json', { 'content-encoding': encoding });
    expect(await counts(response)).toMatchObject({ status, code });
  });
});
