/* Hebbian unlearning as one would write it in C, to be timed beside memgen's: see unlearning.py. */
#include <stdint.h>
#include <stdlib.h>

static uint64_t state;

static uint64_t next(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

void dream(double *J, int N, long dreams, double step, uint64_t seed) {
    double *x = malloc(N * sizeof *x), *h = malloc(N * sizeof *h);
    state = seed;
    for (long d = 0; d < dreams; d++) {
        for (int i = 0; i < N; i++) x[i] = (next() >> 40) & 1 ? 1.0 : -1.0;
        for (int i = 0; i < N; i++) {
            double sum = 0.0;
            for (int j = 0; j < N; j++) sum += J[(long)i * N + j] * x[j];
            h[i] = sum;
        }
        for (;;) {
            int site = (int)((next() >> 33) % (uint64_t)N), found = -1;
            for (int k = 0; k < N; k++) {
                int i = site + k < N ? site + k : site + k - N;
                if (x[i] * h[i] < -1e-12) { found = i; break; }
            }
            if (found < 0) break;
            x[found] = -x[found];
            for (int j = 0; j < N; j++) h[j] += 2.0 * x[found] * J[(long)found * N + j];
        }
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) J[(long)i * N + j] -= step * x[i] * x[j];
            J[(long)i * N + i] = 0.0;
        }
    }
    free(x);
    free(h);
}
