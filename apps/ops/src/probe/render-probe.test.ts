import type { Probed } from './probe-ocp.ts';
import { renderProbe } from './render-probe.ts';

/** A word without a space fills each line. */
const long = 'A_STATUS_WORD'.repeat(20);

it('fits 100 columns with long findings, and names the profile that fits', () => {
  const probed = {
    ...{
      profile: 'omilia',
      fitting: 'spec-with-a-long-name',
      folder: '/tmp/kept',
      requests: 5,
    },
    findings: [{ setting: 'statusWords', says: long, seen: long, set: long }],
    ...{ isBusy: false, isCreated: true, isWhole: false },
  } as unknown as Probed;
  const text = renderProbe(probed, 'Acme_EN');
  expect(text).toContain('OCP takes the requests of profile spec-with-a-long-name');
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
});
