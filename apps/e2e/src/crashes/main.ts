import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killServices } from '@recordings/test-kit';
import { parseCrashOptions } from './command/options.ts';
import { renderCrashes } from './command/render-crashes.ts';
import { runCrashes } from './command/run-crashes.ts';
import { startStage } from './enumerate/start-stage.ts';

/** 128 + SIGINT, as shells say. */
const INTERRUPTED = 130;

const options = parseCrashOptions(process.argv.slice(2));
const startedMs = performance.now();
const root = fileURLToPath(new URL('../../../..', import.meta.url));
const say = (line: string): void => void process.stderr.write(`${line}\n`);
process.on('exit', killServices);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(INTERRUPTED));

const logDir = join(root, '.local', `crashes-${process.pid}`);
say(`logs of the services: ${logDir}`);
const { startPlayer, stop } = await startStage(logDir, options.orchestrator);
const played = await runCrashes({ startPlayer, say }, options).finally(stop);
const result = options.json ? JSON.stringify(played) : renderCrashes(played, performance.now() - startedMs);
process.stdout.write(`${result}\n`);
process.exitCode = played.every(({ verdict }) => verdict === 'held') && played.length > 0 ? 0 : 1;
