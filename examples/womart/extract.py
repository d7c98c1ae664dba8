"""Cuts the demo's demand out of FreshRetailNet-50K (CC-BY-4.0, arXiv:2505.16319).

    python -m venv .venv && .venv/bin/pip install pandas pyarrow
    .venv/bin/python examples/womart/extract.py

Reads `$STOCKBRIDGE_SHARED/data/freshretail/train.parquet` (default `../shared` beside the
repository) and writes `demand.csv` beside this file: one row per store and item, 76 days of whole
units. Same input, same bytes. What it does to the data is said in README.md.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("STOCKBRIDGE_SHARED", HERE.parents[2] / "shared"))
SOURCE = SHARED / "data" / "freshretail" / "train.parquet"

STORES, ITEMS, DAYS = 12, 24, 76
# A day with more than two of the sixteen opening hours out of stock says little about demand.
HOURS_OUT = 2
LEAST_IN_STOCK = 0.38
# Mean units per store and day of each item after scaling, AN-1001 first.
TARGETS = [9, 12, 7, 10, 8, 14, 16, 11, 9, 13, 18, 20, 15, 8, 12, 10, 7, 22, 17, 14, 9, 11, 8, 13]
SMALLEST, LARGEST = 3.0, 40.0


def read():
    columns = ["city_id", "store_id", "product_id", "dt", "sales", "so6_22"]
    frame = pq.read_table(SOURCE, columns=columns).to_pandas()
    frame["day"] = pd.to_datetime(frame["dt"])
    # 1970-01-01 was a Thursday.
    frame["weekday"] = (frame["day"].to_numpy().astype("datetime64[D]").astype(int) + 3) % 7
    frame["clean"] = frame["so6_22"] <= HOURS_OUT
    return frame.sort_values(["city_id", "store_id", "product_id", "day"])


def describe(frame):
    """Days, share of days in stock, and how much of the in-stock variance weekdays explain."""
    keys = ["city_id", "store_id", "product_id"]
    series = frame.groupby(keys).agg(days=("day", "nunique"), in_stock=("clean", "mean"))
    clean = frame[frame["clean"]]
    by_weekday = clean.groupby(keys + ["weekday"])["sales"].agg(["mean", "size"]).reset_index()
    overall = clean.groupby(keys)["sales"].agg(["mean", "var", "size"])
    joined = by_weekday.join(overall.add_suffix("_all"), on=keys)
    joined["between"] = joined["size"] * (joined["mean"] - joined["mean_all"]) ** 2
    total = overall["var"] * (overall["size"] - 1)
    series["weekday"] = (joined.groupby(keys)["between"].sum() / total).fillna(0.0)
    return series[series["days"] == DAYS].reset_index()


def peel(score):
    """Drops the emptiest store or item until STORES x ITEMS are left."""
    rows, columns = np.arange(score.shape[0]), np.arange(score.shape[1])
    while len(rows) > STORES or len(columns) > ITEMS:
        block = score[np.ix_(rows, columns)]
        of_row, of_column = block.mean(axis=1), block.mean(axis=0)
        drop_row = len(columns) == ITEMS or of_row.min() <= of_column.min()
        if len(rows) > STORES and drop_row:
            rows = np.delete(rows, of_row.argmin())
        else:
            columns = np.delete(columns, of_column.argmin())
    return rows, columns


def choose(series):
    """Finds the city with the most complete block, clear weekdays breaking near ties."""
    best = None
    good = series[series["in_stock"] >= LEAST_IN_STOCK].copy()
    good["score"] = np.sqrt(good["in_stock"]) + 0.2 * good["weekday"]
    for city, of_city in good.groupby("city_id"):
        table = of_city.pivot(index="store_id", columns="product_id", values="score").fillna(0.0)
        if table.shape[0] < STORES or table.shape[1] < ITEMS:
            continue
        rows, columns = peel(table.to_numpy())
        block = table.to_numpy()[np.ix_(rows, columns)]
        if (block > 0).all() and (best is None or block.sum() > best[0]):
            best = (block.sum(), city, table.index[rows], table.columns[columns])
    if best is None:
        raise SystemExit("no city has enough complete stores and items")
    return best[1:]


def uncensor(rows):
    """On a day out of stock takes what the nearest such weekday in stock sold, if that is more."""
    sales = rows["sales"].to_numpy(dtype=float)
    clean = rows["clean"].to_numpy()
    weekday = rows["weekday"].to_numpy()
    demand = sales.copy()
    for day in np.flatnonzero(~clean):
        alike = np.flatnonzero(clean & (weekday == weekday[day]))
        alike = alike if len(alike) else np.flatnonzero(clean)
        nearest = alike[np.abs(alike - day).argmin()]
        demand[day] = max(sales[day], sales[nearest])
    return demand


def scale(block, target):
    """Multiplies an item's twelve stores by one factor; a store's mean stays within bounds."""
    block = block * (target / block.mean())
    means = block.mean(axis=1, keepdims=True)
    block = block * np.clip(means, SMALLEST, LARGEST) / means
    return np.floor(block + 0.5).astype(int)


def main():
    frame = read()
    series = describe(frame)
    city, stores, items = choose(series)
    chosen = series[series["store_id"].isin(stores) & series["product_id"].isin(items)]
    chosen = chosen[chosen["city_id"] == city]
    print(f"city {city}, in stock on {chosen['in_stock'].mean():.0%} of days, "
          f"at least {chosen['in_stock'].min():.0%}")
    print("stores", {f"S{n:02}": int(s) for n, s in enumerate(stores, 1)})
    print("items", {f"AN-{1000 + n}": int(i) for n, i in enumerate(items, 1)})
    frame = frame[frame["city_id"] == city].set_index(["store_id", "product_id"]).sort_index()
    days = None
    rows = []
    for number, item in enumerate(items):
        series = [frame.loc[(store, item)] for store in stores]
        days = [day.date().isoformat() for day in series[0]["day"]]
        block = scale(np.array([uncensor(s) for s in series]), TARGETS[number])
        for store, units in enumerate(block):
            rows.append((f"S{store + 1:02}", f"AN-{1001 + number}", units))
    with open(HERE / "demand.csv", "w", newline="\n") as out:
        out.write(",".join(["store", "item", *days]) + "\n")
        for store, item, units in sorted(rows, key=lambda row: row[:2]):
            out.write(",".join([store, item, *map(str, units)]) + "\n")


if __name__ == "__main__":
    main()
