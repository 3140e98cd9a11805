/** Copies what the TypeScript compiler leaves out: icons, codex files and output schemas. */
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src, watch } = require('gulp');

/** Where the build goes; `npm run dev` builds straight into the folder that n8n loads the node from. */
const out = process.env.BUILD_DIR ?? 'dist';
const iconFiles = 'icons/*.svg';
const jsonFiles = 'nodes/**/*.json';

const clean = () => rm(out, { recursive: true, force: true });
const icons = () => src(iconFiles, { encoding: false }).pipe(dest(`${out}/icons`));
const codexAndSchemas = () => src(jsonFiles).pipe(dest(`${out}/nodes`));
const assets = parallel(icons, codexAndSchemas);
const watchAssets = (done) => {
	watch([iconFiles, jsonFiles], assets);
	done();
};

exports.clean = clean;
exports.assets = assets;
exports.watch = series(assets, watchAssets);
