import { createHash } from 'node:crypto';
import { callKey, SHA256, storeUploads, twoTenantSender } from './upload-fixture.ts';

describe('storing an upload', () => {
  it('reads what is declared before the bytes and after the last one, and reports after the recording is stored', async () => {
    const { store, steps, stored, notes } = storeUploads();
    const declared = { sha256: SHA256 };
    await store({ callId: 'c', groupId: 'Sales' }, declared);
    expect(steps).toEqual(['readDeclared', 'byte', 'readDeclared', 'stored', 'recording_received']);
    expect(stored).toMatchObject([
      {
        key: callKey('c'),
        group: { name: 'Sales' },
        facts: { groupId: 'Sales' },
        declared,
        source: 'REALTIME',
      },
    ]);
    expect(stored[0]).not.toHaveProperty('distrust');
    expect(notes).toEqual([
      { type: 'recording_received', tenantId: 'acme', callId: 'c', result: 'stored', reason: '' },
    ]);
  });

  it('reports the reason of a quarantined recording, and returns the result', async () => {
    const distrust = { reason: 'TRUNCATED', detail: 'cut' };
    const { store, notes } = storeUploads({}, (key) => ({
      kind: 'quarantined',
      key,
      sha256: SHA256,
      ...distrust,
      isCallStored: false,
    }));
    const result = await store({ callId: 'c', groupId: 'Sales' });
    expect(result).toMatchObject({ kind: 'quarantined', ...distrust });
    expect(notes).toEqual([
      {
        type: 'recording_received',
        tenantId: 'acme',
        callId: 'c',
        result: 'quarantined',
        reason: 'TRUNCATED',
      },
    ]);
  });

  it('reports nothing when storing fails', async () => {
    const { store, notes } = storeUploads({}, () => {
      throw new Error('S3 is away');
    });
    await expect(store({ callId: 'c', groupId: 'Nobody' })).rejects.toThrow('S3 is away');
    expect(notes).toEqual([]);
  });

  it('makes the id of a recording without a call id from its file name and content', async () => {
    const { store, stored, steps } = storeUploads();
    await store({ fileName: 'x.wav' });
    const nameHash = createHash('sha256').update('x.wav').digest('hex').slice(0, 16);
    expect(stored).toMatchObject([
      {
        key: callKey(`unidentified-${nameHash}-${SHA256}`),
        distrust: { reason: 'CALL_UNIDENTIFIED', detail: expect.stringContaining('"x.wav"') },
      },
    ]);
    expect(steps).not.toContain('getCall');
  });

  it('says whose recording it is before the bytes, with the call if the upload names one', async () => {
    const { store, origins } = storeUploads();
    await store({ callId: 'c', groupId: 'Sales' });
    await store({ fileName: 'x.wav' });
    expect(origins).toEqual([
      { tenantId: 'acme', callId: 'c', source: 'REALTIME', facts: { groupId: 'Sales' }, declared: {} },
      { tenantId: 'acme', nameHash: '055c99c17809ba09', source: 'REALTIME', facts: {}, declared: {} },
    ]);
  });

  it('says before the bytes that it has digests which only this process can compare', async () => {
    const { store, origins } = storeUploads();
    await store({ callId: 'c', groupId: 'Sales' }, {}, true);
    expect(origins).toMatchObject([{ callId: 'c', hasDigests: true }]);
  });

  it('reads the record of the call only if the labels name no registered group', async () => {
    const { store, steps } = storeUploads({ c: 'Sales' });
    await store({ callId: 'c', groupId: 'Sales' });
    expect(steps).not.toContain('getCall');
    await store({ callId: 'c' });
    expect(steps).toContain('getCall');
  });

  it('uses the group on the record of the call when the labels name none', async () => {
    const { store, stored, notes } = storeUploads({ c: 'Sales' });
    await store({ callId: 'c' });
    expect(stored).toMatchObject([{ group: { name: 'Sales' } }]);
    expect(stored[0]?.facts.groupId).toBeUndefined();
    expect(notes.map(({ type }) => type)).toEqual(['recording_received']);
  });

  it('uses the group on the record in place of a mistyped group, and reports that label', async () => {
    const { store, stored, notes } = storeUploads({ c: 'Sales' });
    await store({ callId: 'c', tenantId: 'acme', groupId: 'sales' });
    expect(stored).toMatchObject([{ group: { name: 'Sales' } }]);
    expect(stored[0]?.facts.groupId).toBeUndefined();
    expect(notes[0]).toEqual({
      type: 'recording_labels_faulty',
      labels: ['groupId'],
      tenantId: 'acme',
      callId: 'c',
    });
  });

  it('does not report the group of the record as faulty if the label repeats it', async () => {
    const { store, notes } = storeUploads({ c: 'Nobody' });
    await store({ callId: 'c', tenantId: 'acme', groupId: 'Nobody' });
    expect(notes.map(({ type }) => type)).toEqual(['group_unknown', 'recording_received']);
  });

  it('reports a group that neither the registry nor a record knows, and keeps its name', async () => {
    const { store, stored, notes } = storeUploads();
    await store({ callId: 'c', groupId: 'Nobody' });
    expect(stored[0]?.facts.groupId).toBe('Nobody');
    expect(notes).toEqual([
      { type: 'group_unknown', groupName: 'Nobody', callId: 'c' },
      { type: 'recording_received', tenantId: 'unknown:acme', callId: 'c', result: 'stored', reason: '' },
    ]);
  });

  it('goes to the record of events that name the same unregistered group', async () => {
    const { store, stored, origins } = storeUploads({ 'unknown:acme#c': 'Nobody' });
    await store({ callId: 'c', tenantId: 'acme', groupId: 'Nobody' });
    expect(stored[0]?.key).toEqual({ tenantId: 'unknown:acme', callId: 'c' });
    expect(origins[0]?.tenantId).toBe('unknown:acme');
  });

  it('goes to the record under the tenant of its sender if its own group is mistyped', async () => {
    const { store, stored } = storeUploads({ c: 'Sales' });
    await store({ callId: 'c', groupId: 'Saels' });
    expect(stored[0]).toMatchObject({ key: { tenantId: 'acme' }, group: { name: 'Sales' } });
  });

  it.each([
    ['is missing', {}],
    ['is mistyped', { groupId: 'Saels' }],
  ])('goes to the only tenant of its sender that has the call, if its group %s', async (_, label) => {
    const { store, stored } = storeUploads({ 'bolt#c': 'Bolt' }, undefined, twoTenantSender);
    await store({ callId: 'c', ...label });
    expect(stored[0]).toMatchObject({ key: { tenantId: 'bolt', callId: 'c' }, group: { name: 'Bolt' } });
  });

  it('goes to the place of its sender if two of its tenants have a call of that id', async () => {
    const { store, stored } = storeUploads({ c: 'Sales', 'bolt#c': 'Bolt' }, undefined, twoTenantSender);
    await store({ callId: 'c' });
    expect(stored[0]?.key.tenantId).toBe('unknown:acme+bolt');
  });

  it('stays with the labelled tenant if that has a record of the call', async () => {
    const { store, stored } = storeUploads({ c: 'Sales', 'unknown:acme#c': 'Nobody' });
    await store({ callId: 'c', tenantId: 'acme', groupId: 'Nobody' });
    expect(stored[0]?.key.tenantId).toBe('acme');
  });
});
