def test_pages(town, signed_in):
    for who in ("resident", "grid_worker", "community_staff", "district_staff"):
        c = signed_in(who)
        for url in ["/", "/methods", "/open/appeal", "/inbox", "/mine", "/places", f"/places/{town.grid.pk}", f"/places/{town.district.pk}", "/library", "/library/appeal", "/library/errand", "/notices", "/account/password", "/account/second-factor", "/account"]:
            r = c.get(url)
            assert r.status_code in (200, 302), (who, url, r.status_code)
