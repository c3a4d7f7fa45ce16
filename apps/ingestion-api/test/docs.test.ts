import { Validator } from '@seriousme/openapi-schema-validator';
import type { ZodType } from 'zod';
import { openApi, operations } from '../src/openapi/openapi.ts';
import { small } from './audio.ts';
import { cdrEnd, cdrStart } from './call-events.ts';
import { pushForm, pushRaw } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

/** The schema of the answer of an operation, as the document has it. */
const schemaOf = (id: string, status: number): ZodType => {
  const { answers } = operations.find((one) => one.id === id)!;
  return (answers as Record<number, { bodies: Record<string, ZodType> }>)[status]!.bodies[
    'application/json'
  ]!;
};

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(
      JSON.parse(JSON.stringify(openApi)) as Record<string, unknown>,
    );
    expect(errors).toBeUndefined();
    expect({ valid, version: validator.version }).toEqual({ valid: true, version: '3.1' });
  });

  it('is served without a key, as JSON and as a page that loads nothing', async () => {
    const document = await fetch(`${api.url}/docs/openapi.json`);
    expect(document.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await document.json()).toEqual(JSON.parse(JSON.stringify(openApi)));
    const page = await fetch(`${api.url}/docs`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const text = await page.text();
    for (const { path, summary, scopes } of operations) {
      for (const shown of [path, summary, ...scopes]) expect(text).toContain(shown);
    }
    expect(text).not.toMatch(/<script|src=|@import|url\(/);
  });
});

describe('the answers of the API', () => {
  it('are as the document says', async () => {
    const events = await api.postEvents([cdrStart('c-1'), cdrEnd('c-1'), cdrEnd('c-2')]);
    schemaOf('recordEvents', 200).parse(await events.json());
    const form = await pushForm(api, 'c-1', small);
    schemaOf('pushRecordingForm', form.status).parse(await form.json());
    const again = await pushRaw(api, 'c-1', small);
    expect(again.status).toBe(200);
    schemaOf('putRecording', 200).parse(await again.json());
    const rejected = await pushRaw(api, 'c-2', Buffer.from('not audio'));
    expect(rejected.status).toBe(202);
    schemaOf('putRecording', 202).parse(await rejected.json());

    for (const [id, path] of [
      ['findCalls', '/v1/calls?tenant=acme&from=2026-01-15&to=2026-01-16'],
      ['getCall', '/v1/calls/acme/c-1?audio=link'],
      ['getCall', '/v1/calls/acme/c-2'],
      ['readCompleteness', '/v1/completeness?tenant=acme&from=2026-01-15&to=2026-01-16'],
    ] as const) {
      const answer = await api.send(path, { key: keys.audit });
      expect(answer.status).toBe(200);
      schemaOf(id, 200).parse(await answer.json());
    }
  });

  it('have no field that the document does not name', async () => {
    await api.postEvents([cdrEnd('c-3')]);
    const page = await api.send('/v1/calls?tenant=acme&from=2026-01-15&to=2026-01-16', { key: keys.audit });
    const body = (await page.json()) as { calls: object[] };
    const named = openApi.paths['/v1/calls']!['get']!.responses['200']!.content['application/json']!.schema!;
    const fields = Object.keys(named.properties!['calls']!.items!.properties!);
    for (const call of body.calls) expect(fields).toEqual(expect.arrayContaining(Object.keys(call)));
  });
});
