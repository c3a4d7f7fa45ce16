import { hasEngine } from './has-engine.ts';
import { runE2e } from './run-e2e.ts';
import { runJest } from './run-jest.ts';
import { startLocalstack } from './start-localstack.ts';

process.exitCode = await runE2e(process.env, {
  hasEngine,
  startLocalstack,
  runSuites: (endpoint) => runJest(endpoint, process.argv.slice(2), process.env),
  say: (line) => void process.stdout.write(`${line}\n`),
});
