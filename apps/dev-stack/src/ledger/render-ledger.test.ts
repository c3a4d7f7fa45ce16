import type { Ledger } from './count-ledger.ts';
import { ledgerJson, type RunFigures, renderLedger } from './render-ledger.ts';

const ledger: Ledger = {
  calls: 10,
  storedRealtime: 9,
  storedReconciled: 1,
  noAudioExpected: 1,
  missing: 0,
  corrupted: 0,
  quarantined: 0,
  duplicates: 0,
  faults: [],
  missingCalls: [],
  stored: [],
};
const figures: RunFigures = {
  exportJobs: 1,
  ocpRequests: 4,
  elapsedMs: 1_234,
  groupsTouched: 1,
  groupHoursTouched: 1,
  audioFilesLeftOut: [],
};

describe('renderLedger', () => {
  it('uses the singular for one', () => {
    expect(renderLedger(ledger, figures)).toContain('for 1 hour of 1 group with missing calls');
  });

  it('names the audio files that OCP never sent beside the verdict', () => {
    const text = renderLedger(ledger, { ...figures, audioFilesLeftOut: ['notes.txt', 'cut.wav'] });
    expect(text).toMatch(
      /Every recording is home.*\nNot among them: 2 files of --audio that OCP never sent: notes\.txt, cut\.wav\.\n$/,
    );
  });

  it('lists what is wrong', () => {
    const faults = ['missing: call 1 is not stored'];
    expect(renderLedger({ ...ledger, missing: 1, faults }, figures)).toMatch(
      /NOT COMPLETE\n {2}missing: call 1 is not stored\n$/,
    );
  });

  it('has only counts as JSON', () => {
    expect(JSON.parse(ledgerJson(ledger, figures))).toEqual({
      calls: 10,
      storedRealtime: 9,
      storedReconciled: 1,
      noAudioExpected: 1,
      missing: 0,
      corrupted: 0,
      quarantined: 0,
      duplicates: 0,
      exportJobs: 1,
      ocpRequests: 4,
      elapsedMs: 1_234,
    });
  });
});
