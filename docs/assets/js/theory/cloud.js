// The empirical score of points in the plane, exact: score = sum w (xi - x) / t,
// w = softmax(-|x - xi|^2 / 2t).
memgenTheory.posterior = (points, x, y, t) => {
  let nearest = Infinity;
  for (const [a, b] of points) nearest = Math.min(nearest, (x - a) ** 2 + (y - b) ** 2);
  let [sum, squares, meanX, meanY] = [0, 0, 0, 0];
  for (const [a, b] of points) {
    const w = Math.exp((nearest - (x - a) ** 2 - (y - b) ** 2) / (2 * t));
    sum += w;
    squares += w * w;
    meanX += w * a;
    meanY += w * b;
  }
  [meanX, meanY] = [meanX / sum, meanY / sum];
  return {
    score: [(meanX - x) / t, (meanY - y) / t],
    denoised: [meanX, meanY],
    participation: squares / (sum * sum),
  };
};

// A path of the probability flow by Euler's method in sqrt(t) (deterministic DDIM): from sqrt(t) to
// sqrt(t') the point moves the share 1 - sqrt(t' / t) of its way to the denoised one.
memgenTheory.path = (points, start, times) => {
  const path = [start];
  for (let k = 1; k < times.length; k += 1) {
    const [x, y] = path[k - 1];
    const { denoised } = memgenTheory.posterior(points, x, y, times[k - 1]);
    const share = 1 - Math.sqrt(times[k] / times[k - 1]);
    path.push([x + share * (denoised[0] - x), y + share * (denoised[1] - y)]);
  }
  return path;
};

// Mean weight of the point that was noised, over points and given normal pairs.
memgenTheory.ownWeight = (points, normals, t) => {
  const width = Math.sqrt(t);
  let [mean, count] = [0, 0];
  points.forEach(([a, b], own) => {
    for (let k = own % 2; k < normals.length; k += 2) {
      const [x, y] = [a + width * normals[k][0], b + width * normals[k][1]];
      let sum = 0;
      const mine = (x - a) ** 2 + (y - b) ** 2;
      for (const [c, d] of points) sum += Math.exp((mine - (x - c) ** 2 - (y - d) ** 2) / (2 * t));
      mean += 1 / sum;
      count += 1;
    }
  });
  return mean / count;
};

// The t at which the mean own weight is 1/2: the collapse time of these points.
memgenTheory.cloudCollapse = (points, normals) => {
  let [low, high] = [Math.log(1e-7), Math.log(10)];
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    if (memgenTheory.ownWeight(points, normals, Math.exp(middle)) > 0.5) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
};
