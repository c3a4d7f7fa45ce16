import { apply, by, minute, missing, stored } from '../test-call.ts';
import { recordManualAction } from './record-manual-action.ts';
import { reopenCall } from './reopen-call.ts';

const redrive = recordManualAction(
  { what: 'redrive', reason: 'the cause is mended' },
  by(30, { by: 'alice' }),
);

describe('recordManualAction', () => {
  it('keeps who asked for the recording and why, and the recording that comes is manual', () => {
    const asked = apply(missing, redrive);
    const action = { what: 'redrive', by: 'alice', reason: 'the cause is mended', at: minute(30) };
    expect(asked.lastManualAction).toEqual(action);
    expect(asked.history.at(-1)).toMatchObject({ what: 'asked for by a person', by: 'alice' });
    expect(apply(asked, stored({ source: 'RECONCILIATION' })).recoveredBy).toBe('manual');
  });

  it('leaves the deadline that a person gave before', () => {
    const until = minute(200_000);
    const reopened = apply(missing, reopenCall({ reason: 'restored', recoverableUntil: until }, 0, by()));
    expect(apply(reopened, redrive).recoverableUntil).toBe(until);
  });

  it.each([
    ['is absent', undefined],
    ['is stored', apply(missing, stored())],
    ['is explained', { ...missing, reconciliationStatus: undefined, reconciliationShard: undefined }],
    [
      'has moved',
      {
        ...missing,
        reconciliationStatus: undefined,
        movedTo: { tenantId: 'bolt' as never, at: minute(9) },
        outcome: { code: 'MOVED', message: 'moved', retryable: false, at: minute(9) },
      },
    ],
  ])('does not change a call that %s', (_, record) => {
    expect(redrive(record).next).toBeUndefined();
  });
});
