"""One peer on one matrix: peer.py NAME X.npy MIN_CLUSTER_SIZE MIN_SAMPLES OUT.npy -> one line of JSON.

Reading the file and importing the library are not timed.

NAME is sklearn (exact HDBSCAN; labels to OUT), faiss (exact neighbours), faiss_ivf and pynndescent (approximate neighbours, with their recall),
or R (HDBSCAN with n x n memory; labels to OUT).
MIN_SAMPLES counts neighbours without the point itself; peers that count the point are asked for one more.
peer.py data N D OUT.npy [SEED] makes a matrix: 20 Gaussian clusters of differing size and density, a fifth of uniform noise, float32.
"""
import json
import os
import resource
import subprocess
import sys
import time

import numpy as np

THREADS = os.cpu_count()
SAMPLE = 1000
RECALL = 0.99


def make(rows, columns, path, seed):
    random = np.random.default_rng([seed, rows, columns])
    noise = rows // 5
    centres = random.uniform(-10, 10, (20, columns))
    spreads = np.exp(random.uniform(np.log(0.2), np.log(2.0), 20))
    cluster = random.choice(20, rows - noise, p=random.dirichlet(np.full(20, 3.0)))
    dense = centres[cluster] + random.standard_normal((rows - noise, columns)) * spreads[cluster][:, None]
    points = np.concatenate([dense, random.uniform(-14, 14, (noise, columns))]).astype(np.float32)
    np.save(path, points[random.permutation(rows)])


def recall(found, points, k):
    """Share of the true neighbours of sampled rows that were found; the row itself does not count."""
    import faiss
    rows = np.random.default_rng(1).choice(len(points), min(SAMPLE, len(points)), replace=False)
    exact = faiss.IndexFlatL2(points.shape[1])
    exact.add(points)
    _, truth = exact.search(points[rows], k + 1)
    hits = sum(len(set(f) & set(t)) for f, t in zip(found[rows], truth))
    return (hits - len(rows)) / (len(rows) * k)


def sklearn(points, size, samples, _):
    from sklearn.cluster import HDBSCAN
    points = points.astype(np.float64)
    return timed(lambda: HDBSCAN(min_cluster_size=size, min_samples=samples + 1, n_jobs=THREADS, copy=False).fit(points).labels_)


def faiss_exact(points, _, samples, __):
    import faiss
    faiss.omp_set_num_threads(THREADS)

    def run():
        index = faiss.IndexFlatL2(points.shape[1])
        index.add(points)
        index.search(points, samples + 1)
    return timed(run)


def faiss_ivf(points, _, samples, __):
    """Training and filling are timed once; probes are doubled, and then halved in between, until the recall is met, and only the search with those is timed."""
    import faiss
    faiss.omp_set_num_threads(THREADS)
    cells = max(16, int(4 * len(points) ** 0.5))
    index = faiss.IndexIVFFlat(faiss.IndexFlatL2(points.shape[1]), points.shape[1], cells)
    _, building = timed(lambda: (index.train(points), index.add(points)))
    rows = np.random.default_rng(2).choice(len(points), min(SAMPLE, len(points)), replace=False)
    exact = faiss.IndexFlatL2(points.shape[1])
    exact.add(points)
    _, truth = exact.search(points[rows], samples + 1)

    def reached(probes):
        index.nprobe = probes
        _, found = index.search(points[rows], samples + 1)
        return (sum(len(set(f) & set(t)) for f, t in zip(found, truth)) - len(rows)) / (len(rows) * samples)

    high = 1
    while high < cells and reached(high) < RECALL:
        high *= 2
    low = high // 2
    while high - low > max(1, low // 16):
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) >= RECALL else (middle, high)
    index.nprobe = min(high, cells)
    found, searching = timed(lambda: index.search(points, samples + 1)[1])
    return {"found": found, "probes": index.nprobe}, building + searching


def pynndescent(points, _, samples, __):
    import pynndescent
    build = lambda p: pynndescent.NNDescent(p, n_neighbors=samples + 1, n_jobs=THREADS, random_state=1).neighbor_graph[0]
    build(points[:2000])
    found, seconds = timed(lambda: build(points))
    return {"found": found}, seconds


def r_dbscan(points, size, _, out):
    """dbscan's minPts is both the cluster size and the neighbours."""
    raw = out + ".f32"
    points.tofile(raw)
    code = f"""suppressMessages(library(dbscan)); f <- file('{raw}', 'rb')
x <- matrix(readBin(f, 'numeric', n = {points.size}, size = 4), nrow = {len(points)}, byrow = TRUE)
t <- system.time(c <- hdbscan(x, minPts = {size})$cluster)[['elapsed']]; writeBin(as.integer(c), '{raw}.i32'); cat(t)"""
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr[-300:])
    return np.fromfile(raw + ".i32", np.int32) - 1, float(done.stdout)


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def main():
    name = sys.argv[1]
    if name == "data":
        make(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5]) if len(sys.argv) > 5 else 1)
        return
    points = np.ascontiguousarray(np.load(sys.argv[2]), np.float32)
    size, samples, out = int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    peers = {"sklearn": sklearn, "faiss": faiss_exact, "faiss_ivf": faiss_ivf, "pynndescent": pynndescent, "R": r_dbscan}
    result, seconds = peers[name](points, size, samples, out)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    line = {"name": name, "seconds": round(seconds, 3), "peak_mb": round(peak)}
    if isinstance(result, dict):
        line["recall"] = round(recall(result["found"], points, samples), 4)
        if "probes" in result:
            line["probes"] = int(result["probes"])
    elif result is not None:
        np.save(out, result.astype(np.int32))
    print(json.dumps(line))


main()
