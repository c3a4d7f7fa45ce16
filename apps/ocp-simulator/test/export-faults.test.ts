import { answerFaultRows } from './answer-fault-rows.ts';
import { inBothForms } from './both-forms.ts';
import { exportFaultRows } from './export-fault-rows.ts';
import { useExports } from './serve-exports.ts';

const rows = { ...exportFaultRows, ...answerFaultRows };

describe('a fault of the Export API', () => {
  const serve = useExports();

  it.each(inBothForms(rows))('%s works as a %s', async (fault, _name, form) => {
    const { env, see, expected } = rows[fault as keyof typeof rows];
    const served = await serve({ ...form, env: { ...form.env, ...env } });
    expect(await see(served)).toEqual(expected);
  });

  it.each(Object.keys(rows))('%s changes what a client sees', async (fault) => {
    const { env, see, expected } = rows[fault as keyof typeof rows];
    const served = await serve({ env: env ?? {}, steps: [] });
    const seen = await see(served).catch(() => 'an error');
    expect(seen).not.toEqual(expected);
  });
});
