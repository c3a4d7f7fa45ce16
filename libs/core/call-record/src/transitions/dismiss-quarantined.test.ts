import { listsOf } from '../call-summary.ts';
import { apply, by, key, minute, missing, stored } from '../test-call.ts';
import { dismissQuarantined } from './dismiss-quarantined.ts';
import { recordQuarantined } from './record-quarantined.ts';

const rejected = (sha256: string) =>
  recordQuarantined(
    key,
    {},
    { key: `recordings/${sha256}`, reason: 'TRUNCATED', detail: 'cut', sha256, at: minute(5) },
    by(5),
  );
const dismiss = dismissQuarantined('aa', 'a test call', by(20, { by: 'alice' }));
const quarantined = apply(missing, rejected('aa'));

describe('dismissQuarantined', () => {
  it('takes the call out of the list, keeps its bytes, and says who and why', () => {
    const dismissed = apply(quarantined, dismiss);
    expect(listsOf(quarantined)).toContain('quarantined');
    expect(listsOf(dismissed)).toEqual(['missing']);
    expect(dismissed.quarantined).toEqual(quarantined.quarantined);
    expect(dismissed.lastDismissal).toEqual({ by: 'alice', reason: 'a test call', at: minute(20) });
  });

  it('is undone by other rejected bytes', () => {
    expect(listsOf(apply(quarantined, dismiss, rejected('bb')))).toContain('quarantined');
  });

  it.each([
    ['has no record', undefined],
    ['has no rejected bytes', missing],
    ['is stored', apply(quarantined, stored())],
    ['has newer rejected bytes', apply(quarantined, rejected('bb'))],
    ['was dismissed before', apply(quarantined, dismiss)],
  ])('does not change a call that %s', (_, record) => {
    expect(dismiss(record)).toEqual({ result: 'not listed' });
  });
});
