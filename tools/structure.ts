import { checkStructure } from './structure/check-structure.ts';
import { readSourceFiles } from './structure/read-source-files.ts';

const faults = checkStructure(await readSourceFiles());
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
