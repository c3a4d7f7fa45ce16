import { spawnSync } from 'node:child_process';
import { ESLint } from 'eslint';
import { findPureLines } from './lint-rules/find-pure-lines.ts';

const LAYER_FIXTURE = 'tools/layer-fixture/src/index.ts';
const LAYER_RULE = '@nx/enforce-module-boundaries';
const PURE_FOLDERS = ['libs/core/call-record/src', 'libs/use-cases/recording-intake/src'];

// The layer rule reads Nx's project graph. Without a graph it reports nothing.
const graph = spawnSync(process.execPath, ['node_modules/.bin/nx', 'show', 'projects'], {
  encoding: 'utf8',
  env: { ...process.env, NX_DAEMON: 'false' },
});
if (graph.status !== 0) throw new Error(`Nx made no project graph:\n${graph.stdout}${graph.stderr}`);

const results = await new ESLint({ ignore: false }).lintFiles(LAYER_FIXTURE);
const messages = results.flatMap((result) => result.messages);
if (!messages.some(({ ruleId }) => ruleId === LAYER_RULE)) {
  console.error(`${LAYER_RULE} does not report ${LAYER_FIXTURE}, a core lib that imports an adapter.`);
  for (const { line, ruleId, message } of messages)
    console.error(`line ${line}: ${ruleId ?? 'error'}: ${message}`);
  process.exitCode = 1;
}

for (const folder of PURE_FOLDERS) {
  for (const line of await findPureLines(folder)) {
    console.error(`lint accepts impure code in ${folder}: ${line}`);
    process.exitCode = 1;
  }
}
