import { exportJobMachine } from './export-job-machine.ts';
import { exportJobWords, reconciliationWords } from './machine-words.ts';
import { reconciliationMachine } from './reconciliation-machine.ts';
import { renderMachine } from './render-machine.ts';
import { runMachine } from './run-machine.ts';

const MACHINES = [
  { name: 'export job', page: renderMachine(exportJobMachine, exportJobWords), words: exportJobWords },
  {
    name: 'reconciliation',
    page: renderMachine(reconciliationMachine, reconciliationWords),
    words: reconciliationWords,
  },
];

describe.each(MACHINES)('the page of the $name', ({ page, words }) => {
  it('has a row for each state, event and command', () => {
    for (const word of [words.states, words.events, words.commands].flatMap(Object.keys)) {
      expect(page).toContain(`| \`${word}\` |`);
    }
  });

  it('draws an arrow to every state', () => {
    for (const state of Object.keys(words.states)) expect(page).toMatch(new RegExp(`--> ${state}(:|\\n)`));
  });
});

describe('the examples', () => {
  it('use every command of both machines', () => {
    const used = [...runMachine(exportJobMachine), ...runMachine(reconciliationMachine)].flatMap(
      ({ commands }) => commands,
    );
    const named = [exportJobWords, reconciliationWords].flatMap(({ commands }) => Object.keys(commands));
    expect(new Set(used)).toEqual(new Set(named));
  });
});
