import { type ExecutionScope, isInScope } from './execution-scope.ts';

const call = {
  tenantId: 'acme',
  groupId: 'Acme_EN',
  callId: 'c-1',
  callTimestamp: '2026-06-15T10:00:00.000Z',
};

describe('isInScope', () => {
  it.each<[string, ExecutionScope]>([
    ['no limit', {}],
    ['its tenant', { tenantIds: ['bolt', 'acme'] }],
    ['its group', { groupIds: ['Acme_EN'] }],
    ['its id', { callIds: ['c-0', 'c-1'] }],
    ['a range that begins with it', { from: '2026-06-15T10:00:00.000Z' }],
    ['a range that ends after it', { to: '2026-06-15T10:00:00.001Z' }],
  ])('contains a call by %s', (_, scope) => {
    expect(isInScope(call, scope)).toBe(true);
  });

  it.each<[string, ExecutionScope]>([
    ['another tenant', { tenantIds: ['bolt'] }],
    ['no tenant', { tenantIds: [] }],
    ['another group', { groupIds: ['Acme_ES'] }],
    ['another id', { callIds: ['c-2'] }],
    ['a range that begins after it', { from: '2026-06-15T10:00:00.001Z' }],
    ['a range that ends with its start', { to: '2026-06-15T10:00:00.000Z' }],
    ['its tenant, but another group', { tenantIds: ['acme'], groupIds: ['Acme_ES'] }],
  ])('does not contain a call by %s', (_, scope) => {
    expect(isInScope(call, scope)).toBe(false);
  });

  it('does not contain an item without the field that is limited', () => {
    expect(isInScope({ tenantId: 'acme' }, { tenantIds: ['acme'], groupIds: ['Acme_EN'] })).toBe(false);
  });
});
