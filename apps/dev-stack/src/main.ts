import { parseOptions } from './options.ts';
import { runStack } from './run-stack.ts';

process.exitCode = await runStack(parseOptions(process.argv), process.env);
