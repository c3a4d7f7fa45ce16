import { CallId, GroupId, ReconciliationId, TenantId, timestampOf } from '@recordings/call-record';
import {
  RECONCILIATION_REQUEST_VERSION,
  ReconciliationRequest,
  readMessage,
} from '@recordings/reconciliation';
import fc from 'fast-check';
import { buildRequest, type Candidate, type RequestContext } from './build-request.ts';
import { planWindows, type Window } from './plan-windows.ts';

const now = timestampOf(Date.UTC(2026, 0, 15, 12));
const context: RequestContext = {
  eventId: 'e-1',
  reconciliationId: ReconciliationId.parse('r-1'),
  batchId: 'b-1',
  now,
  maxAttempts: 3,
  audioFormat: 'wav',
  ocpEndpoint: 'https://ocp.example',
  callbackUrl: 'https://results.example/windows',
};

const candidate = (over: Partial<Candidate> = {}): Candidate => ({
  tenantId: TenantId.parse('acme'),
  groupId: GroupId.parse('Acme_EN'),
  callId: CallId.parse('c-1'),
  callTimestamp: now,
  hasCdrEnd: true,
  createdAt: now,
  reconciliationAttempts: 0,
  recoverableUntil: now,
  priority: 'normal',
  ...over,
});
const candidates = fc.uniqueArray(
  fc
    .record({
      callId: fc.uuid().map((id) => CallId.parse(id)),
      callTimestamp: fc.nat(100).map((ms) => timestampOf(Date.parse(now) + ms)),
      reconciliationAttempts: fc.nat(6),
      priority: fc.constantFrom('high' as const, 'normal' as const, 'low' as const),
    })
    .map(candidate),
  { selector: ({ callId }) => callId, minLength: 1, maxLength: 12 },
);
const windowOf = (calls: readonly Candidate[]): Window<Candidate> =>
  planWindows(calls, { sizeMs: 1_000, maxCalls: 100 })[0]!;

describe('buildRequest', () => {
  it('builds an event that the reconciler reads back unchanged', () => {
    fc.assert(
      fc.property(candidates, (calls) => {
        const request = buildRequest(windowOf(calls), context);
        const read = readMessage(
          ReconciliationRequest,
          RECONCILIATION_REQUEST_VERSION,
          JSON.stringify(request),
        );
        expect(read).toEqual({ kind: 'message', message: request });
      }),
    );
  });

  it('gives the window the priority of its most urgent call', () => {
    fc.assert(
      fc.property(candidates, (calls) => {
        const has = (priority: string): boolean => calls.some((call) => call.priority === priority);
        const expected = has('high') ? 'high' : has('normal') ? 'normal' : 'low';
        expect(buildRequest(windowOf(calls), context).payload.priority).toBe(expected);
      }),
    );
  });

  it('gives the window the retries that its call with the most attempts has left, at least 0', () => {
    fc.assert(
      fc.property(candidates, (calls) => {
        const mostTried = Math.max(...calls.map(({ reconciliationAttempts }) => reconciliationAttempts));
        const { maxRetries } = buildRequest(windowOf(calls), context).payload;
        expect(maxRetries).toBe(mostTried >= 3 ? 0 : 3 - mostTried);
      }),
    );
  });

  it('names the window, counts its calls, and has only the fields of a call that the reconciler needs', () => {
    const window = windowOf([candidate({ reconciliationAttempts: 1 })]);
    const { payload, ...envelope } = buildRequest(window, context);
    expect(envelope).toEqual({
      eventType: 'RECONCILIATION_REQUEST',
      eventId: 'e-1',
      timestamp: now,
      source: 'reconciliation-pooler',
      version: '1.0',
    });
    expect(payload).toEqual({
      reconciliationId: 'r-1',
      batchId: 'b-1',
      tenantId: 'acme',
      groupId: 'Acme_EN',
      windowIndex: 1,
      totalWindows: 1,
      fromDate: window.fromDate,
      toDate: window.toDate,
      calls: [{ callId: 'c-1', callTimestamp: now, reconciliationAttempts: 1 }],
      callCount: 1,
      createdAt: now,
      priority: 'normal',
      maxRetries: 2,
      metadata: {
        audioFormat: 'wav',
        ocpEndpoint: 'https://ocp.example',
        callbackUrl: 'https://results.example/windows',
      },
    });
  });

  it('names no endpoint of OCP if it was given none', () => {
    const { ocpEndpoint: _, callbackUrl: __, ...withoutEndpoint } = context;
    const { metadata } = buildRequest(windowOf([candidate()]), withoutEndpoint).payload;
    expect(metadata).toStrictEqual({ audioFormat: 'wav' });
  });

  it('fits 100 calls with the longest ids into an SNS message of 256 KB', () => {
    const calls = Array.from({ length: 100 }, (_, n) =>
      candidate({ callId: CallId.parse(String(n).padStart(256, 'x')) }),
    );
    const bytes = Buffer.byteLength(JSON.stringify(buildRequest(windowOf(calls), context)));
    expect(bytes).toBeLessThan(262_144);
  });
});
