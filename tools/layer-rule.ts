import { spawnSync } from 'node:child_process';
import { ESLint } from 'eslint';

const FIXTURE = 'tools/layer-fixture/src/index.ts';
const RULE = '@nx/enforce-module-boundaries';

// The rule reads Nx's cached project graph and skips itself without a word to the exit code where there is none.
const graph = spawnSync(process.execPath, ['node_modules/.bin/nx', 'show', 'projects'], {
  encoding: 'utf8',
  env: { ...process.env, NX_DAEMON: 'false' },
});
if (graph.status !== 0) throw new Error(`Nx made no project graph:\n${graph.stdout}${graph.stderr}`);

const results = await new ESLint({ ignore: false }).lintFiles(FIXTURE);
const messages = results.flatMap((result) => result.messages);
if (!messages.some(({ ruleId }) => ruleId === RULE)) {
  console.error(
    `${RULE} does not report ${FIXTURE}, a core lib that imports an adapter: the layers are not enforced.`,
  );
  for (const { line, ruleId, message } of messages)
    console.error(`line ${line}: ${ruleId ?? 'error'}: ${message}`);
  process.exitCode = 1;
}
