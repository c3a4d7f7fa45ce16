import { parseEvent } from '@recordings/call-record';
import { makeCall, makeChat, NOON } from '../../test/make-call.ts';
import { dialogEvents } from './dialog-events.ts';

const ocpCall = makeCall(1, { vocabulary: 'ocp' });

describe('dialogEvents', () => {
  it('gives start and end the same id, and the end the time of the start', () => {
    expect(dialogEvents(ocpCall)).toEqual([
      expect.objectContaining({ message_type: 'dialog_start', id: 'call-1', group: 'call-1', time: NOON }),
      expect.objectContaining({
        message_type: 'dialog_end',
        id: 'call-1',
        group: 'call-1',
        time: NOON,
        duration: 30_000,
        end_type: 'FAR_HUP',
        events: 'Welcome,Identify,Done',
      }),
    ]);
  });

  it('names the OCP group and the account in the flow of the root dialog', () => {
    expect(dialogEvents(ocpCall)[0]).toMatchObject({
      flow: { parent_step: 0, type: 'Flow', ocp_group_name: 'Sales', account_id: '101' },
    });
  });

  it('reports a second dialog of the conversation, which is not the root and has its own id', () => {
    const events = dialogEvents(makeCall(1, { vocabulary: 'ocp', sideDialogId: 'side' }));
    const side = events.filter((event) => (event as { id: string }).id === 'side');
    expect(side).toHaveLength(2);
    for (const event of side)
      expect(event).toMatchObject({ group: 'call-1', flow: { parent_step: 2, type: 'MiniApp' } });
  });

  it('writes a missing value as the text "undefined"', () => {
    expect(dialogEvents(makeChat(1, { vocabulary: 'ocp' }))[0]).toMatchObject({
      origin_uri: 'undefined',
      destination_uri: 'undefined',
    });
  });

  it('is accepted by the parser of the call record, which ignores the second dialog', () => {
    const parsed = dialogEvents(makeCall(1, { vocabulary: 'ocp', sideDialogId: 'side' })).map(parseEvent);
    expect(parsed.map(({ kind }) => kind)).toEqual(['event', 'ignored', 'ignored', 'event']);
    expect(parsed.at(-1)).toMatchObject({
      event: { callId: 'call-1', facts: { endedAt: new Date(NOON + 30_000).toISOString() } },
    });
  });
});
