import { exportJobMachine } from './export-job-machine.ts';
import { exportJobWords, reconciliationWords } from './machine-words.ts';
import { reconciliationMachine } from './reconciliation-machine.ts';
import { renderMachine } from './render-machine.ts';

const introduction = `# State machines

Written by \`npm run docs\`: it runs the functions of the code over every state and event. \`npm test\` fails if this page
is out of date. How the two machines work together: [stage 2](stage-2-pull.md).

A worker writes the next state first, with one conditional write. Then it executes the commands. It may die in between,
so every command may be executed twice.
`;

export const renderStateDocs = (): string =>
  [
    introduction,
    renderMachine(exportJobMachine, exportJobWords),
    renderMachine(reconciliationMachine, reconciliationWords),
  ].join('\n');
