import { CallId, type OcpMetadata } from '@recordings/call-record';
import { addCallMetadata, listListedCalls } from './call-metadata.ts';
import { after, c1, c2, closed, downloading, nudged, settled, waiting } from './test-reconciliation.ts';

const half = settled(downloading, c1, { outcome: 'stored', recordingId: undefined });
const done = after(settled(half, c2, { outcome: 'failed', code: 'TRUNCATED' }), nudged, 100);
const metadataOf = (said: ReadonlyMap<CallId, OcpMetadata>): string =>
  (addCallMetadata(done, said) as { metadata: string }).metadata;

describe('the metadata of a reconciliation', () => {
  it('are asked for of the calls that the export listed, whether they were stored or not', () => {
    expect(listListedCalls(done)).toEqual([c1, c2]);
    expect(listListedCalls(closed)).toEqual([]);
    expect(listListedCalls(waiting)).toEqual([]);
  });

  it('are JSON of what OCP says of each call', () => {
    const said = new Map([[c1, { duration: 324, agentId: 'AGENT-001', queueName: 'Sales' }]]);
    expect(JSON.parse(metadataOf(said))).toEqual({
      calls: { 'c-1': { duration: 324, agentId: 'AGENT-001', queueName: 'Sales' } },
    });
  });

  it('are left out of an open reconciliation, whose item each download rewrites, and if OCP says nothing', () => {
    const said = new Map([[c1, { duration: 324 }]]);
    expect(addCallMetadata(half, said)).toBe(half);
    expect(addCallMetadata(done, new Map())).toBe(done);
  });

  it('name as many calls as fit into 16 KB, and count the others', () => {
    const ids = Array.from({ length: 200 }, (_, n) => CallId.parse(`c-${n}`));
    const text = metadataOf(new Map(ids.map((id) => [id, { agentId: 'é'.repeat(128) }])));
    expect(Buffer.byteLength(text)).toBeLessThan(16_100);
    const { calls, otherCalls } = JSON.parse(text) as { calls: object; otherCalls: number };
    expect(Object.keys(calls).length).toBeGreaterThan(50);
    expect(Object.keys(calls).length + otherCalls).toBe(200);
  });
});
