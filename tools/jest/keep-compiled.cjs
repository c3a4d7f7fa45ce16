const vm = require('node:vm');

/**
 * Jest compiles each module again for each test file: a fifth of a second of a file that uses the AWS SDK. Here the code
 * of a module is compiled once in a process, and runs in the context of each test file.
 */

const { compileFunction, Script, SourceTextModule } = vm;

/** By file name. `code` is compared: the file may have changed, or been transformed otherwise. */
const scripts = new Map();
const modules = new Map();

const compile = (filename, head, code) => {
  const kept = { head, code, importDynamically: undefined };
  kept.script = new Script(`${head}${code}\n})`, {
    filename,
    columnOffset: -head.length, // So that positions in the first line are those of the file.
    importModuleDynamically: (...request) => kept.importDynamically(...request),
  });
  scripts.set(filename, kept);
  return kept;
};

/** Like Node's. Test files of a process run one after the other, so that the last caller is the one that imports. */
vm.compileFunction = (code, params, options = {}) => {
  const { filename, importModuleDynamically, parsingContext, ...others } = options;
  if (!filename || !importModuleDynamically || !parsingContext || Object.keys(others).length > 0)
    return compileFunction(code, params, options); // Not for Jest.
  const head = `(function (${params.join(', ')}) {`;
  const known = scripts.get(filename);
  const kept = known?.code === code && known.head === head ? known : compile(filename, head, code);
  kept.importDynamically = importModuleDynamically;
  return kept.script.runInContext(parsingContext);
};

const compileModule = (code, options) => {
  const module = new SourceTextModule(code, options);
  if (options.identifier) modules.set(options.identifier, { code, cachedData: module.createCachedData() });
  return module;
};

const makeModule = (code, options = {}) => {
  const known = modules.get(options.identifier);
  if (known?.code !== code) return compileModule(code, options);
  try {
    return new SourceTextModule(code, { ...options, cachedData: known.cachedData });
  } catch {
    return compileModule(code, options); // V8 refuses what it compiled under other flags, which a test may have changed.
  }
};

/** Like Node's. A module belongs to its context, so that only its compiled code can be kept. */
vm.SourceTextModule = new Proxy(SourceTextModule, { construct: (_class, given) => makeModule(...given) });

/** To call after the tests of a file. Else what imports for it would keep its context in memory. */
exports.forgetImporters = () => {
  for (const kept of scripts.values()) kept.importDynamically = undefined;
};
