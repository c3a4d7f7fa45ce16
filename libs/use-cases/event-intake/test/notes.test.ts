import { sha256Of } from '@recordings/test-kit';
import { cdrEnd, cdrStart } from './cdr-events.ts';
import { recordToMemory } from './event-fixture.ts';

const stored = { type: 'cdr_event_recorded', result: 'changed' };

describe('what recording events reports', () => {
  it('reports an event after its record is written', async () => {
    const { send, steps, notes } = recordToMemory();
    expect(await send([cdrEnd('c')])).toEqual({
      recorded: 1,
      repeated: 0,
      ignored: 0,
      quarantined: 0,
      refused: 0,
    });
    expect(steps).toEqual(['change', 'cdr_event_recorded']);
    expect(notes).toEqual([{ ...stored, eventType: 'CDR_END' }]);
  });

  it('reports a repeated event as unchanged', async () => {
    const { send, notes } = recordToMemory();
    expect(await send([cdrEnd('c'), cdrEnd('c')])).toMatchObject({ recorded: 1, repeated: 1 });
    expect(notes.at(-1)).toEqual({ type: 'cdr_event_recorded', eventType: 'CDR_END', result: 'unchanged' });
  });

  it('reports an event that is not about the lifecycle of a call, and writes nothing', async () => {
    const { send, steps } = recordToMemory();
    const step = {
      message_type: 'dialog_step',
      id: 'c',
      group: 'c',
      time: 1_768_478_400_000,
      flow: { ocp_group_name: 'Acme_EN', parent_step: 0, type: 'Flow', name: 'Welcome', account_id: '7' },
    };
    expect(await send([step])).toEqual({ recorded: 0, repeated: 0, ignored: 1, quarantined: 0, refused: 0 });
    expect(steps).toEqual(['cdr_event_ignored']);
  });

  it('reports an unreadable event after it is in quarantine', async () => {
    const { countsOf, steps, notes, quarantined } = recordToMemory();
    const counts = await countsOf('<html>');
    expect(counts).toEqual({ recorded: 0, repeated: 0, ignored: 0, quarantined: 1, refused: 0 });
    expect(steps).toEqual(['quarantine', 'cdr_event_quarantined']);
    const key = `events/acme/acme-push/${sha256Of(Buffer.from('<html>'))}`;
    const sender = 'acme-push';
    const why = {
      reason: 'EVENT_UNREADABLE',
      detail: 'the body is neither JSON nor NDJSON: it does not parse',
    };
    expect(quarantined).toEqual([
      {
        key,
        bytes: '<html>',
        reason: {
          ...{ ...why, sender, at: '2026-01-15T12:00:00.000Z' },
          events: [{ position: 1, fromByte: 0, bytes: 6, eventType: 'unreadable', ...why }],
        },
      },
    ]);
    expect(notes).toEqual([
      { type: 'cdr_event_quarantined', eventType: 'unreadable', key, position: 1, sender, ...why },
    ]);
  });

  it('does not report an unreadable event whose quarantine failed', async () => {
    const quarantine = () => Promise.reject(new Error('S3 is away'));
    const { sendBody, notes } = recordToMemory(undefined, { quarantine });
    await expect(sendBody('<html>')).rejects.toThrow('S3 is away');
    expect(notes).toEqual([]);
  });

  it('reports a call without audio once, with the reason', async () => {
    const { send, notes } = recordToMemory();
    await send([cdrStart('c', { channel: 'chat' }), cdrStart('c', { channel: 'chat' }), cdrEnd('c')]);
    const explained = notes.filter(({ type }) => type === 'call_explained');
    expect(explained).toEqual([{ type: 'call_explained', reason: 'channel' }]);
  });

  it('reports a group that the registry does not know', async () => {
    const { send, notes } = recordToMemory();
    await send([cdrEnd('c', { groupId: 'Nobody_EN' })]);
    expect(notes[0]).toEqual({ type: 'group_unknown', groupName: 'Nobody_EN', callId: 'c' });
  });

  it('leaves a call its group when an event names none, and reports no unknown group', async () => {
    const { send, notes, records } = recordToMemory();
    await send([cdrStart('c'), cdrEnd('c', { groupId: 'undefined' })]);
    expect(records.get('acme#c')).toMatchObject({ groupId: 'Acme_EN', hasCdrEnd: true });
    expect(notes.map(({ type }) => type)).toEqual(['cdr_event_recorded', 'cdr_event_recorded']);
  });

  it('reports the fields of an event that count as missing', async () => {
    const { send, notes } = recordToMemory();
    await send([{ ...cdrEnd('c'), durationMs: -1 }]);
    expect(notes[0]).toEqual({
      type: 'cdr_event_fields_faulty',
      fields: ['durationMs'],
      eventType: 'CDR_END',
      callId: 'c',
    });
  });

  it('names the service in the history, and puts the call into the reconciliation index', async () => {
    const { send, records } = recordToMemory();
    await send([cdrEnd('c')]);
    expect(records.get('acme#c')).toMatchObject({
      reconciliationStatus: 'pending',
      reconciliationShard: expect.any(String),
      history: [{ what: 'CDR_END', by: 'test' }],
    });
  });
});
