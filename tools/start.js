// `npm start`. Node 14 must be able to parse this file, so that an old Node prints the sentence below and not a
// syntax error. An old Node cannot load the TypeScript that follows.
const REQUIRED_MAJOR = 24;
const found = process.versions.node;

if (Number(found.split('.')[0]) < REQUIRED_MAJOR) {
  console.error(
    `npm start needs Node ${REQUIRED_MAJOR} or newer, and ${process.execPath} is Node ${found}: install Node ${REQUIRED_MAJOR} and try again.`,
  );
  process.exitCode = 1;
} else {
  import('node:module').then(({ enableCompileCache }) => {
    enableCompileCache();
    return import('../apps/dev-stack/src/main.ts');
  });
}
