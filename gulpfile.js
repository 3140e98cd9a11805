/** Carries to dist what the TypeScript compiler does not: icons, codex files, output schemas. */
const { rm } = require('node:fs/promises');
const { dest, parallel, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
const codexAndSchemas = () => src('nodes/**/*.json').pipe(dest('dist/nodes'));

exports.clean = clean;
exports.assets = parallel(icons, codexAndSchemas);
