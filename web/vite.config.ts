/** How the page is built: into the package, every file apart and none inlined, so that a strict policy of content holds. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  build: {
    outDir: "../src/corridor/server/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: { proxy: { "/api": "http://127.0.0.1:8765" } },
  test: { include: ["tests/**/*.test.ts"] },
});
